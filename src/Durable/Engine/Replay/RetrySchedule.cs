namespace FunctionsPipeline.Durable.Engine;

/// <summary>When a failed call is tried again. Pure arithmetic, no clock inside.</summary>
public static class RetrySchedule
{
    /// <summary>Delay before the next attempt, or null when there is none.</summary>
    /// <param name="options">Null means a single attempt.</param>
    /// <param name="failure">Of the attempt that has just failed.</param>
    /// <param name="attempt">Its number, from 1.</param>
    /// <param name="draw">A number in [0, 1) that is the same at every replay.</param>
    public static TimeSpan? DelayAfter(RetryOptions? options, FailureDetails failure, int attempt, double draw)
    {
        if (options is null || attempt >= options.AttemptsMax || !failure.IsRetryable) return null;
        if (options.NonRetryableCodes.Contains(failure.Code, StringComparer.Ordinal)) return null;

        // The power may overflow to infinity, which the cap takes care of.
        var backoff = options.FirstInterval.TotalSeconds * Math.Pow(Math.Max(1, options.BackoffCoefficient), attempt - 1);
        var capped = Math.Min(backoff, options.IntervalMax.TotalSeconds);
        var jittered = capped * (1 + (options.JitterShare * ((2 * draw) - 1)));
        var delay = TimeSpan.FromSeconds(Math.Clamp(jittered, 0, options.IntervalMax.TotalSeconds));
        return failure.RetryAfter is { } atLeast && atLeast > delay ? atLeast : delay;
    }

    /// <summary>A number in [0, 1) made from where a call stands: equal at every replay, spread over instances.</summary>
    public static double Draw(string instanceId, int step, int attempt)
    {
        // FNV-1a, then a finalizer, because neighbouring steps differ in few bits.
        var hash = 14695981039346656037UL;
        foreach (var letter in instanceId) hash = (hash ^ letter) * 1099511628211UL;
        hash = (hash ^ (uint)step) * 1099511628211UL;
        hash = (hash ^ (uint)attempt) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash ^= hash >> 33;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
