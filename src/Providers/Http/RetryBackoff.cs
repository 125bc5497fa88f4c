namespace FunctionsPipeline.Providers.Http;

/// <summary>Waits between attempts: doubling, jittered by a seeded source, bounded. Safe for several threads.</summary>
internal sealed class RetryBackoff(TimeSpan first, TimeSpan longest, Random random)
{
    /// <summary>The wait is at most a quarter shorter or longer: enough to part callers that failed together.</summary>
    private const double JitterShare = 0.25;

    private readonly Lock _gate = new();

    /// <summary>Longest wait.</summary>
    public TimeSpan Longest => longest;

    /// <summary>The wait after a failed attempt.</summary>
    /// <param name="attempt">Attempts made so far, at least 1.</param>
    /// <param name="retryAfter">What the provider asked for. It makes the wait longer, never shorter.</param>
    public TimeSpan After(int attempt, TimeSpan? retryAfter)
    {
        double draw;
        lock (_gate) draw = random.NextDouble();

        // 2^30 first waits are beyond any bound; the cap keeps the power from overflowing.
        var doubled = first * Math.Pow(2, Math.Min(attempt - 1, 30));
        var bounded = doubled < longest ? doubled : longest;
        var jittered = bounded * (1 + (JitterShare * ((2 * draw) - 1)));
        return retryAfter is { } wish && wish > jittered ? wish : jittered;
    }
}
