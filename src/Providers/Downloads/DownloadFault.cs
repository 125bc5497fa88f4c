namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Why one attempt failed and what may come next. Becomes a <see cref="ProviderException"/> when no attempt is left.</summary>
internal sealed class DownloadFault(ProviderErrorCode code, string message, NextAttempt next, Exception? cause = null)
    : Exception(message, cause)
{
    public ProviderErrorCode Code { get; } = code;

    public NextAttempt Next { get; } = next;

    public int? HttpStatus { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What may follow a failed attempt.</summary>
internal enum NextAttempt
{
    /// <summary>Nothing: it would fail again.</summary>
    None,

    /// <summary>Go on from the bytes that are there.</summary>
    Resume,

    /// <summary>Throw the bytes away and begin again.</summary>
    StartOver,
}
