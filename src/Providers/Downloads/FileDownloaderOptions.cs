namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Bounds of downloads. Read once, when the downloader is built.</summary>
public sealed class FileDownloaderOptions
{
    /// <summary>Largest file, bytes; enforced on what is declared and on what comes.</summary>
    /// <value>512 MiB.</value>
    public long BytesMax { get; init; } = 512L << 20;

    /// <summary>Time to get a connection, TLS included.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time without a single byte, the wait for the headers included.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the whole download, all attempts and pauses included.</summary>
    /// <value>15 minutes.</value>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Attempts in all, the first included. Those after a broken connection resume where it broke.</summary>
    /// <value>6.</value>
    public int AttemptsMax { get; init; } = 6;

    /// <summary>Attempts from the first byte, for files that came whole and were wrong: corrupt, cut short, not a video.</summary>
    /// <value>3.</value>
    public int FreshAttemptsMax { get; init; } = 3;

    /// <summary>Wait before the second attempt; doubles from there, with up to a quarter more or less by chance.</summary>
    /// <value>500 milliseconds.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between attempts, unless the server asks for more and the total time allows it.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Shortest time between two progress reports.</summary>
    /// <value>250 milliseconds.</value>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Uses the proxy of the environment. The proxy then resolves names, so the check of resolved addresses is its business;
    /// addresses written in links are still checked here.
    /// </summary>
    /// <value>False.</value>
    public bool UseSystemProxy { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BytesMax, 1, nameof(BytesMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(AttemptsMax, 1, nameof(AttemptsMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(FreshAttemptsMax, 1, nameof(FreshAttemptsMax));
        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(StallTimeout, nameof(StallTimeout));
        Positive(TotalTimeout, nameof(TotalTimeout));
        Positive(RetryDelay, nameof(RetryDelay));
        Positive(RetryDelayMax, nameof(RetryDelayMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(ProgressInterval, TimeSpan.Zero, nameof(ProgressInterval));
    }

    private static void Positive(TimeSpan value, string name) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
}
