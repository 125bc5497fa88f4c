namespace FunctionsPipeline.AzureStorage;

/// <summary>
/// The storage account did not do what was asked, after all retries. Nobody knows whether a write took effect: ask again, or write again.
/// </summary>
/// <remarks>
/// An <see cref="IOException"/>, as the embedded stores throw when the disk fails. It has no inner exception: what the SDK throws carries
/// headers and bodies, and this one only what is safe in a log.
/// </remarks>
public sealed class AzureStorageException(string message, int status = 0, string? code = null) : IOException(message)
{
    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public int Status { get; } = status;

    /// <summary>Azure's code, such as <c>AuthorizationFailure</c>; null when there was no answer.</summary>
    public string? Code { get; } = code;
}
