using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Every log line of downloads, in one place to be read for secrets: the host of a link, never the link.</summary>
internal static partial class DownloadLog
{
    [LoggerMessage(10, LogLevel.Debug, "{Provider} download from {Host}: {LengthBytes} bytes, attempt {Attempt}")]
    public static partial void Completed(ILogger logger, string provider, string host, long lengthBytes, int attempt);

    [LoggerMessage(
        11, LogLevel.Information,
        "{Provider} download from {Host}: attempt {Attempt} failed with {Code}; has {LengthBytes} bytes, next in {DelayMs} ms")]
    public static partial void Retrying(
        ILogger logger, string provider, string host, int attempt, string code, long lengthBytes, long delayMs);

    [LoggerMessage(12, LogLevel.Warning, "{Provider} download from {Host}: {Code}, HTTP {Status}. {Reason}")]
    public static partial void Failed(ILogger logger, string provider, string host, string code, int? status, string reason);
}
