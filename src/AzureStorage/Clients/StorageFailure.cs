using Azure;
using Azure.Identity;

namespace FunctionsPipeline.AzureStorage.Clients;

/// <summary>The one place where what the SDK throws becomes an error of ours.</summary>
internal static class StorageFailure
{
    /// <summary>True for what the SDK throws when the account, the network or the identity fails.</summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) =>
        exception is RequestFailedException or AuthenticationFailedException or AggregateException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <param name="what">What was asked, in words, without secrets: <c>Writing to table 'runs'</c>.</param>
    /// <param name="exception">What the SDK threw.</param>
    public static AzureStorageException Of(string what, Exception exception)
    {
        var cause = Cause(exception);
        return cause switch
        {
            RequestFailedException { Status: > 0 } refused => new AzureStorageException(
                $"{what} failed: the storage account answered {refused.Status} {refused.ErrorCode}{RequestOf(refused)}.{Advice(refused.Status)}", refused.Status, refused.ErrorCode),
            AuthenticationFailedException => new AzureStorageException(
                $"{what} failed: no token for the storage account. Check that the identity exists and is assigned to this app."),
            OperationCanceledException => new AzureStorageException($"{what} failed: the storage account did not answer in time."),
            _ => new AzureStorageException($"{what} failed: the storage account cannot be reached ({Innermost(cause).Message})."),
        };
    }

    /// <summary>After its last retry the SDK throws all failures together; the last one tells most.</summary>
    private static Exception Cause(Exception exception) =>
        exception is AggregateException { InnerExceptions: [.., var last] } ? Cause(last) : exception;

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;

    private static string RequestOf(RequestFailedException refused) =>
        refused.GetRawResponse()?.Headers.RequestId is { Length: > 0 } id ? $" (request {id})" : "";

    private static string Advice(int status) => status switch
    {
        401 or 403 => " Check the key, or that the identity has the roles 'Storage Table Data Contributor' and 'Storage Blob Data Contributor'.",
        _ => "",
    };
}
