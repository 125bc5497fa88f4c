using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Downloads;

/// <summary>Errors of a storage host: a status and a line of XML.</summary>
internal sealed class StorageErrors : IErrorVoice
{
    /// <summary>The only instance; it has no state.</summary>
    public static StorageErrors Instance { get; } = new();

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Message>{message}</Message></Error>");
    }
}
