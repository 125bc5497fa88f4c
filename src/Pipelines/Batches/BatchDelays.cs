using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>The delays of every batch. Pure: drawn from the run's seed and the item, so a replay agrees.</summary>
internal static class BatchDelays
{
    /// <summary>
    /// For steps that fail only when a disk or a store does: about a minute and a half to mend it. Safe for the paid call too, because an
    /// activity that is run again asks the ledger first.
    /// </summary>
    public static readonly RetryOptions StorageRetry = new(7, TimeSpan.FromSeconds(1)) { IntervalMax = TimeSpan.FromSeconds(30) };

    public static TimeSpan Jitter<TSettings>(ItemInput<TSettings> input)
        where TSettings : BatchSettings
    {
        var settings = input.Settings;
        var share = SeededDraw.Share(settings.Seed, input.RunId, input.Item.ItemId, "jitter");
        return TimeSpan.FromSeconds(settings.JitterMinSeconds + (settings.JitterMaxSeconds - settings.JitterMinSeconds) * share);
    }

    /// <summary>2 s, 4 s, 8 s ... up to 60 s, a quarter of it drawn.</summary>
    public static TimeSpan Backoff<TSettings>(ItemInput<TSettings> input, int attempt)
        where TSettings : BatchSettings
    {
        var share = SeededDraw.Share(input.Settings.Seed, input.RunId, input.Item.ItemId, "backoff" + attempt);
        return TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, attempt)) * (0.75 + 0.5 * share));
    }

    /// <summary>Wait before an accepted call is asked for again.</summary>
    public static TimeSpan Poll(int poll) => Growing(BatchLimits.FirstPollDelay, BatchLimits.PollDelayMax, poll);

    /// <summary>A wait that grows from step to step.</summary>
    public static TimeSpan Growing(TimeSpan first, TimeSpan longest, int step) =>
        TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(BatchLimits.PollGrowth, step)));

    public static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
