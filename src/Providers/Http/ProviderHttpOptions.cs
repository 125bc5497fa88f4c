namespace FunctionsPipeline.Providers.Http;

/// <summary>How one provider is spoken to. Read once, when its client is built.</summary>
public sealed class ProviderHttpOptions
{
    /// <summary>Time to get a connection, TLS included.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for a paid request, from the start to the last byte of the reply.</summary>
    /// <value>60 seconds.</value>
    /// <remarks>Generous on purpose: a submit that is given up may have been accepted, and then a person has to settle it.</remarks>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for a paid request whose reply is the result itself, such as a chat answer or images.</summary>
    /// <value>150 seconds.</value>
    /// <remarks>Stays under the time a paid call is leased for, so that this limit ends it and not the lease.</remarks>
    public TimeSpan SynchronousTimeout { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>Time for one attempt of a free request, such as a status poll.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts of a free request, the first included. A paid one is sent once, whatever this says.</summary>
    /// <value>3.</value>
    public int PollAttemptsMax { get; init; } = 3;

    /// <summary>Wait before the second attempt; doubles from there, with up to a quarter more or less by chance.</summary>
    /// <value>500 milliseconds.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between attempts. A provider that asks for more gets its way outside: the error carries its wish.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections to one host.</summary>
    /// <value>256.</value>
    public int ConnectionsMax { get; init; } = 256;

    /// <summary>When to stop asking a provider that keeps failing.</summary>
    public CircuitBreakerOptions Circuit { get; init; } = new();

    internal void Check()
    {
        Positive(ConnectTimeout, nameof(ConnectTimeout));
        Positive(SubmitTimeout, nameof(SubmitTimeout));
        Positive(SynchronousTimeout, nameof(SynchronousTimeout));
        Positive(PollTimeout, nameof(PollTimeout));
        Positive(RetryDelay, nameof(RetryDelay));
        Positive(RetryDelayMax, nameof(RetryDelayMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(PollAttemptsMax, 1, nameof(PollAttemptsMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(ConnectionsMax, 1, nameof(ConnectionsMax));
    }

    private static void Positive(TimeSpan value, string name) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
}

/// <summary>
/// A provider's circuit opens when too many of its recent requests failed for a reason that lies with the provider or the network.
/// Refused requests (4xx) do not count.
/// </summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>Share of failures that opens it, over 0 up to 1.</summary>
    /// <value>0.5.</value>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>How far back requests are counted; at least half a second.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan SamplingWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests needed in the window before the share means anything; at least 2.</summary>
    /// <value>10.</value>
    public int RequestsMin { get; init; } = 10;

    /// <summary>How long nothing is sent; at least half a second. Then one request may try.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>State of a provider's circuit.</summary>
public enum CircuitState
{
    /// <summary>Requests go through.</summary>
    Closed,

    /// <summary>Requests are refused before they are sent.</summary>
    Open,

    /// <summary>One request is let through to see whether the provider is back.</summary>
    HalfOpen,
}
