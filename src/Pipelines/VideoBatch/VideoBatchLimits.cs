namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Every limit of the pipeline, each with its reason.</summary>
public static class VideoBatchLimits
{
    /// <summary>First wait for the event that an analysis is done, before looking for its result.</summary>
    public static readonly TimeSpan FirstSweepDelay = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait before looking again: a trigger may be late or lost.</summary>
    public static readonly TimeSpan SweepDelayMax = TimeSpan.FromSeconds(60);

    /// <summary>An analysis that takes longer fails the item; the clip stays.</summary>
    public static readonly TimeSpan AnalysisTimeout = TimeSpan.FromMinutes(30);
}
