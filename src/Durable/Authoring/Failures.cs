namespace FunctionsPipeline.Durable;

/// <summary>What an activity failure is, in data. Kept in history; never holds a secret or a stack trace.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Message">What failed, whether money was spent, what to do next.</param>
/// <param name="IsRetryable">False ends the retries at once.</param>
/// <param name="RetryAfter">Wait at least this long before the next attempt; null leaves it to <see cref="RetryOptions"/>.</param>
public sealed record FailureDetails(string Code, string Message, bool IsRetryable = true, TimeSpan? RetryAfter = null)
{
    /// <summary>Code of an exception that nobody translated.</summary>
    public const string UnhandledCode = "unhandled_exception";

    /// <summary>Code of a sub-orchestration that was terminated.</summary>
    public const string TerminatedCode = "terminated";
}

/// <summary>Thrown by an activity to fail with a code; thrown to the orchestrator when an activity has failed.</summary>
public class ActivityFailedException(FailureDetails details, Exception? innerException = null)
    : Exception(details.Message, innerException)
{
    /// <summary>What failed.</summary>
    public FailureDetails Details { get; } = details;
}

/// <summary>Thrown to the orchestrator when a sub-orchestration has failed or was terminated.</summary>
public sealed class SubOrchestrationFailedException(string instanceId, FailureDetails details)
    : Exception($"Sub-orchestration '{instanceId}' failed: {details.Message}")
{
    /// <summary>The instance that failed.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The cause.</summary>
    public FailureDetails Details { get; } = details;
}

/// <summary>History carries references, never content: a payload over the limit is refused on both hosts.</summary>
public sealed class PayloadTooLargeException(string what, int sizeBytes)
    : InvalidOperationException(
        $"The {what} is {sizeBytes} bytes as JSON; at most {Limits.PayloadBytesMax} are allowed. Put the content into a blob and pass its path.");
