using System.Runtime.CompilerServices;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>A validated batch: its plan lies in a scratch file until the run is made.</summary>
internal sealed class PreparedVideoBatch : PreparedBatch<PlannedItem, VideoBatchSettings>
{
    public required string PlanPath { get; init; }

    /// <summary>Place in the plan of the run's first item, from 0.</summary>
    public required int FirstItem { get; init; }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PlannedItem> ReadItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(PlanPath);
        await foreach (var item in VideoBatchPlanner.ReadAsync(file, cancellationToken))
        {
            if (item.Index < FirstItem) continue;
            if (item.Index == FirstItem + Total) yield break;
            yield return item with { Index = item.Index - FirstItem };
        }
    }

    public override void Dispose() => File.Delete(PlanPath);
}
