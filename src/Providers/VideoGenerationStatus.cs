namespace FunctionsPipeline.Providers;

/// <summary>How a generation stands. Charged ticks (1e-10 USD) are null when the provider does not say.</summary>
public abstract record VideoGenerationStatus
{
    private VideoGenerationStatus() { }

    /// <summary>Not finished.</summary>
    /// <param name="ProgressPercent">0 to 100, or null.</param>
    /// <param name="QueuePosition">Requests ahead of it, or null.</param>
    public sealed record Pending(int? ProgressPercent, int? QueuePosition) : VideoGenerationStatus;

    /// <summary>Finished. The link is temporary: download at once.</summary>
    public sealed record Done(Uri Url, double? DurationSeconds, long? ChargedTicks) : VideoGenerationStatus;

    /// <summary>Refused for its content. Sending the same again gives the same.</summary>
    public sealed record Refused(string Code, string Message, long? ChargedTicks) : VideoGenerationStatus;

    /// <summary>The provider failed at it.</summary>
    /// <param name="Code">The provider's code, or <c>generation_failed</c>.</param>
    /// <param name="Message">The provider's words, redacted.</param>
    /// <param name="IsRetryable">True when a new paid call may succeed.</param>
    /// <param name="ChargedTicks">What it cost, when known.</param>
    public sealed record Failed(string Code, string Message, bool IsRetryable, long? ChargedTicks) : VideoGenerationStatus;

    /// <summary>The provider gave it up or no longer keeps the result.</summary>
    public sealed record Expired : VideoGenerationStatus;
}
