namespace FunctionsPipeline.State.Governor;

/// <summary>A policy worked out for the scheduler. All durations in ticks of 100 ns.</summary>
internal sealed class SlotTerms
{
    // The state remembers as many sends as the largest limit; a larger one is kept as several shorter windows in a row.
    private const int EntriesMax = 1000;
    private static readonly long ValidityMin = TimeSpan.FromMilliseconds(250).Ticks;
    private static readonly long ValidityMax = TimeSpan.FromSeconds(5).Ticks;

    public SlotTerms(RatePolicy policy)
    {
        policy.Check();
        var windows = policy.Windows.AsEnumerable();

        // A window of the bucket's capacity over the time that fills it never takes more than the bucket gives, at the same rate.
        if (policy.TokenBucket is { } bucket) windows = windows.Append(new RateWindow(bucket.Capacity, bucket.Capacity / bucket.RefillPerSecond));
        Windows = [.. windows.Select(window => Divided(window, policy.ArrivalJitterSeconds))];
        Concurrency = policy.Concurrency;
        Quota = policy.DailyQuota;
        QuotaZone = Quota is null ? null : QuotaDay.Zone(Quota.TimeZone);
        var shortest = Windows.Count == 0 ? ValidityMax * 2 : Windows.Min(window => window.Length);
        Validity = Math.Clamp(shortest / 2, ValidityMin, ValidityMax);
        Horizon = Math.Min(shortest / 2, ValidityMax);
        Spacing = Windows.Count == 0 ? 0 : Windows.Max(window => window.Length / window.Limit);
        HolderLifetime = Concurrency is null ? 0 : TimeSpan.FromSeconds(Concurrency.HolderSeconds).Ticks;
    }

    public IReadOnlyList<(int Limit, long Length)> Windows { get; }

    public ConcurrencyLimit? Concurrency { get; }

    public DailyQuota? Quota { get; }

    public TimeZoneInfo? QuotaZone { get; }

    /// <summary>How long a slot may be used. Until its use is known, it counts as used at its end.</summary>
    public long Validity { get; }

    /// <summary>
    /// How far ahead slots are given. Half a window: by then the sends of the window before are known, so that lateness within the
    /// validity costs no rate; and a newcomer of higher priority waits no longer than this.
    /// </summary>
    public long Horizon { get; }

    /// <summary>Time per slot at the full rate; 0 without a window.</summary>
    public long Spacing { get; }

    public long HolderLifetime { get; }

    private static (int Limit, long Length) Divided(RateWindow window, double jitterSeconds)
    {
        var parts = (window.Limit + EntriesMax - 1) / EntriesMax;
        return (window.Limit / parts, TimeSpan.FromSeconds((window.Seconds / parts) + jitterSeconds).Ticks);
    }
}
