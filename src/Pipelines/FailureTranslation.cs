using FunctionsPipeline.Durable;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines;

/// <summary>The one place where errors of the capabilities become activity failures.</summary>
internal static class FailureTranslation
{
    /// <summary>Runs an activity's body.</summary>
    /// <exception cref="ActivityFailedException">The body failed in a way that the capabilities describe.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> body)
    {
        try
        {
            return await body();
        }
        catch (ProviderException exception)
        {
            var failure = exception.Failure;
            throw new ActivityFailedException(
                new FailureDetails(failure.Code.ToText(), exception.Message, failure.IsRetryable, failure.RetryAfter), exception);
        }
        catch (IOException exception)
        {
            throw new ActivityFailedException(
                new FailureDetails(
                    "storage_failed",
                    $"A file could not be read or written: {exception.Message} Free some space or mend the disk, then: pipeline retry.",
                    IsRetryable: true),
                exception);
        }
    }
}
