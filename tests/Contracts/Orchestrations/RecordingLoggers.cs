using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>Keeps what orchestrators log, with the category in front.</summary>
internal sealed class RecordingLoggers : ILoggerFactory
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Of(string category) =>
        [.. _lines.Where(line => line.StartsWith(category + ": ", StringComparison.Ordinal)).Select(line => line[(category.Length + 2)..])];

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, _lines);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Nothing but the record.");

    public void Dispose() { }

    private sealed class Recorder(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category}: {formatter(state, exception)}");
    }
}
