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

    /// <summary>The plan, cut to <see cref="PreparedRun.Total"/> items.</summary>
    public async IAsyncEnumerable<PlanLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(PlanPath);
        var left = Total;
        await foreach (var item in VideoBatchPlanner.ReadAsync(file, cancellationToken))
        {
            if (left-- == 0) yield break;
            yield return new PlanLine(item, 0);
        }
    }

    public override void Dispose() => File.Delete(PlanPath);
}
