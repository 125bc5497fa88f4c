using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Says everything once: silent while history is repeated.</summary>
internal sealed class ReplaySafeLogger(OrchestrationContext context, ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
