namespace FunctionsPipeline.State.Governor;

/// <summary>What a provider allows for one key. All limits of it hold at once; none at all means that nothing is limited.</summary>
public sealed record RatePolicy
{
    // Holders are kept in one property of a row, 16 bytes each.
    private const int ConcurrencyMax = 4000;

    // What lasts longer is a quota, and far beyond it the arithmetic of times ends.
    private const double WindowSecondsMax = 7 * 24 * 3600;

    /// <summary>No limit.</summary>
    public static RatePolicy Unlimited { get; } = new();

    /// <summary>Sliding windows: at most so many requests in any stretch of so many seconds.</summary>
    public IReadOnlyList<RateWindow> Windows { get; init; } = [];

    /// <summary>A bucket of tokens, one for each request.</summary>
    public TokenBucket? TokenBucket { get; init; }

    /// <summary>Requests in a calendar day.</summary>
    public DailyQuota? DailyQuota { get; init; }

    /// <summary>Requests under way at once.</summary>
    public ConcurrencyLimit? Concurrency { get; init; }

    /// <summary>How much longer one request may be on the way to the provider than another. Every window is kept this much longer.</summary>
    /// <value>0.02 seconds.</value>
    public double ArrivalJitterSeconds { get; init; } = 0.02;

    /// <summary>True when nothing is limited.</summary>
    internal bool IsUnlimited => Windows.Count == 0 && TokenBucket is null && DailyQuota is null && Concurrency is null;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentException">A limit is not above zero, or the time zone is not known here.</exception>
    public void Check()
    {
        foreach (var window in Windows)
        {
            if (window.Limit < 1 || !(window.Seconds > 0)) throw new ArgumentException($"A window of {window.Limit} requests in {window.Seconds} s allows nothing.");
            if (window.Seconds > WindowSecondsMax) throw new ArgumentException($"A window of {window.Seconds} s is too long; {WindowSecondsMax} s is the most.");
        }

        if (!(ArrivalJitterSeconds is >= 0 and <= WindowSecondsMax)) throw new ArgumentException($"An arrival jitter of {ArrivalJitterSeconds} s makes no sense.");

        if (TokenBucket is { } bucket && (bucket.Capacity < 1 || !(bucket.RefillPerSecond > 0)
            || bucket.Capacity / bucket.RefillPerSecond > WindowSecondsMax))
        {
            throw new ArgumentException($"A bucket of {bucket.Capacity} tokens with {bucket.RefillPerSecond} a second is never full again, or allows nothing.");
        }

        if (DailyQuota is { } quota)
        {
            if (quota.Limit < 1) throw new ArgumentException($"A quota of {quota.Limit} requests a day allows nothing.");
            QuotaDay.Zone(quota.TimeZone);
        }

        if (Concurrency is { } concurrency && (concurrency.Max < 1 || concurrency.Start is < 1 || concurrency.Increase < 0
            || concurrency.Decrease is <= 0 or > 1 || !(concurrency.HolderSeconds is > 0 and <= WindowSecondsMax)))
        {
            throw new ArgumentException($"The limit of {concurrency.Max} requests at once does not hold together: {concurrency}.");
        }

        if (Concurrency?.Max > ConcurrencyMax) throw new ArgumentException($"{Concurrency.Max} requests at once are too many; {ConcurrencyMax} is the most.");
    }
}

/// <summary>At most <paramref name="Limit"/> requests in any stretch of <paramref name="Seconds"/>.</summary>
public sealed record RateWindow(int Limit, double Seconds);

/// <summary>Up to <paramref name="Capacity"/> requests at once, then as many as <paramref name="RefillPerSecond"/> gives.</summary>
public sealed record TokenBucket(int Capacity, double RefillPerSecond);

/// <summary>At most <paramref name="Limit"/> requests from midnight to midnight of an IANA time zone, for example <c>America/Los_Angeles</c>.</summary>
public sealed record DailyQuota(int Limit, string TimeZone);

/// <summary>Requests under way at once. Below the hard limit the number adapts: a little up for each success, down by a factor for each refusal.</summary>
public sealed record ConcurrencyLimit
{
    /// <summary>The hard limit.</summary>
    public required int Max { get; init; }

    /// <summary>Where it starts.</summary>
    /// <value>Null: at <see cref="Max"/>.</value>
    public int? Start { get; init; }

    /// <summary>How much a round of successes adds, a round being as many as the limit then is.</summary>
    /// <value>1.</value>
    public double Increase { get; init; } = 1;

    /// <summary>What is left after a refusal; never less than 1 request.</summary>
    /// <value>0.5.</value>
    public double Decrease { get; init; } = 0.5;

    /// <summary>When the place of a holder that was never heard of again is free.</summary>
    /// <value>900 seconds.</value>
    public double HolderSeconds { get; init; } = 900;
}
