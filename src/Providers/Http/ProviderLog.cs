using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Every log line of API calls, in one place to be read for secrets: no URL, no body, no prompt.</summary>
internal static partial class ProviderLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Provider} {Operation}: HTTP {Status} after {ElapsedMs} ms")]
    public static partial void Answered(ILogger logger, string provider, string operation, int status, long elapsedMs);

    [LoggerMessage(
        2, LogLevel.Warning, "{Provider} {Operation}: {Code}, HTTP {Status}, after {ElapsedMs} ms, money spent: {MoneySpent}. {Reason}")]
    public static partial void Failed(
        ILogger logger, string provider, string operation, string code, int? status, long elapsedMs, MoneySpent moneySpent, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Provider} {Operation}: attempt {Attempt} failed with {Code}; next in {DelayMs} ms")]
    public static partial void Retrying(ILogger logger, string provider, string operation, int attempt, string code, long delayMs);

    [LoggerMessage(4, LogLevel.Warning, "{Provider} {Operation}: status word '{Word}' is not documented; taken as not finished")]
    public static partial void UnknownStatusWord(ILogger logger, string provider, string operation, string word);

    [LoggerMessage(5, LogLevel.Warning, "{Provider} {Operation}: the answer is not whole, {Problems} problems; the first: {First}")]
    public static partial void PartialAnswer(ILogger logger, string provider, string operation, int problems, string first);
}
