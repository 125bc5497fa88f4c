using FunctionsPipeline.Durable;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Failures to fetch a clip that is paid for. A retry asks for a fresh link and never pays.</summary>
internal static class DownloadFailures
{
    private const string PaidFor = "The clip is paid for; pipeline retry fetches it again without paying.";

    /// <summary>The provider does not offer the clip any more.</summary>
    public static ActivityFailedException ClipGone(string requestId) => new(new FailureDetails(
        "clip_gone", $"The provider no longer offers the clip of request {requestId}, which was paid for.", IsRetryable: false));

    /// <summary>What came of asking for the link or of fetching it.</summary>
    public static ActivityFailedException Of(ProviderException exception, string requestId)
    {
        var failure = exception.Failure;
        if (failure.Code == ProviderErrorCode.NotFound) return ClipGone(requestId);

        // Each attempt asks for a fresh link, and a full disk can be emptied: both are worth another try here.
        var isRetryable = failure.IsRetryable || failure.Code is ProviderErrorCode.LinkExpired or ProviderErrorCode.DownloadNotWritten;
        return new ActivityFailedException(
            new FailureDetails(
                failure.Code.ToText(), $"{failure.Operation} failed: {failure.Message.TrimEnd('.')}. {PaidFor}", isRetryable, failure.RetryAfter),
            exception);
    }
}
