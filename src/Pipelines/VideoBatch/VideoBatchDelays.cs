using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Every delay of an item. Pure: drawn from the run's seed and the item, so a replay agrees.</summary>
internal static class VideoBatchDelays
{
    /// <summary>The clip's link is asked for anew at each attempt; the paid call is not repeated.</summary>
    public static readonly RetryOptions DownloadRetry = new(3, TimeSpan.FromSeconds(2));

    public static TimeSpan Sweep(int sweep) => BatchDelays.Growing(VideoBatchLimits.FirstSweepDelay, VideoBatchLimits.SweepDelayMax, sweep);
}
