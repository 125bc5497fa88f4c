using System.Runtime.CompilerServices;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Reads the items of a run together with their prompts, for its folder and for exports.</summary>
public sealed class ItemLines(RunStore runs, PlanFiles<PlannedItem> plan)
{
    /// <summary>The items in the order of the plan, streamed.</summary>
    /// <exception cref="InvalidDataException">The run's plan was tampered with.</exception>
    public async IAsyncEnumerable<ItemLine> ReadAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (item, planned) in plan.JoinAsync(run, runs, cancellationToken)) yield return ItemLine.Of(item, planned);
    }
}
