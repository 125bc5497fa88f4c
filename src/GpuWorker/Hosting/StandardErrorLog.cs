using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>Writes what happens to standard error, a line each, where a container's log is taken from. Safe for several threads.</summary>
internal sealed class StandardErrorLog(TextWriter output, TimeProvider clock) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new Category(this);

    public void Dispose()
    {
        // The writer belongs to the process.
    }

    private void Write(LogLevel level, string message, Exception? exception)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {level}: {message}");
        lock (_gate) output.WriteLine(exception is null ? line : $"{line}\n{exception}");
    }

    private sealed class Category(StandardErrorLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Write(logLevel, formatter(state, exception), exception);
        }
    }
}
