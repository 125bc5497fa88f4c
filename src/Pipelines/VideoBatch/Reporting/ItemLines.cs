using System.Runtime.CompilerServices;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Reads the items of a run together with their prompts, for its folder and for exports.</summary>
public sealed class ItemLines(RunStore runs, PlanFiles<PlannedItem> plan)
{
    /// <summary>The items in the order of the plan, streamed: both are kept in index order, so one pass joins them.</summary>
    /// <exception cref="InvalidDataException">The run's plan was tampered with.</exception>
    public async IAsyncEnumerable<ItemLine> ReadAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lines = plan.ReadRoundAsync(run.RunId.Value, 1, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var item in runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (!await lines.MoveNextAsync()) throw new InvalidDataException($"The plan of run {run.RunId} is shorter than its items.");
            yield return ItemLine.Of(item, lines.Current.Item);
        }
    }
}
