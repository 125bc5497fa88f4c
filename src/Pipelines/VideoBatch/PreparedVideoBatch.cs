using System.Runtime.CompilerServices;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>A validated batch: its plan lies in a scratch file until the run is made.</summary>
internal sealed class PreparedVideoBatch : PreparedRun
{
    public required string PlanPath { get; init; }

    public required string SpecPath { get; init; }

    public required VideoBatchSettings Settings { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>Place in the plan of the run's first item, from 0.</summary>
    public required int FirstItem { get; init; }

    /// <summary><see cref="PreparedRun.Total"/> items of the plan, counted from 0 in their run whatever their places in the plan.</summary>
    public async IAsyncEnumerable<PlanLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(PlanPath);
        await foreach (var item in VideoBatchPlanner.ReadAsync(file, cancellationToken))
        {
            if (item.Index < FirstItem) continue;
            if (item.Index == FirstItem + Total) yield break;
            yield return new PlanLine(item with { Index = item.Index - FirstItem }, 0);
        }
    }

    public override void Dispose() => File.Delete(PlanPath);
}
