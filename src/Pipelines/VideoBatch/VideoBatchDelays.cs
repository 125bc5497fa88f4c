using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Every delay of an item. Pure: drawn from the run's seed and the item, so a replay agrees.</summary>
internal static class VideoBatchDelays
{
    /// <summary>The clip's link is asked for anew at each attempt; the paid call is not repeated.</summary>
    public static readonly RetryOptions DownloadRetry = new(3, TimeSpan.FromSeconds(2));

    public static TimeSpan Poll(int poll) => Growing(VideoBatchLimits.FirstPollDelay, VideoBatchLimits.PollDelayMax, poll);

    public static TimeSpan Sweep(int sweep) => Growing(VideoBatchLimits.FirstSweepDelay, VideoBatchLimits.SweepDelayMax, sweep);

    private static TimeSpan Growing(TimeSpan first, TimeSpan longest, int step) =>
        TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(VideoBatchLimits.PollGrowth, step)));
}
