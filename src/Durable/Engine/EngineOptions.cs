using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Settings of an <see cref="EmbeddedEngine"/>.</summary>
public sealed class EngineOptions
{
    /// <summary>The folder that one process owns. Made when it does not exist.</summary>
    public required string Home { get; init; }

    /// <summary>Most activities at once. They are asynchronous: a number of calls, not of threads.</summary>
    /// <value>256.</value>
    public int ActivityConcurrencyMax { get; init; } = 256;

    /// <summary>How often to look for messages of other processes.</summary>
    /// <value>250 ms. <see cref="Timeout.InfiniteTimeSpan"/>: never, for tests on a fake clock.</value>
    public TimeSpan InboxPollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The clock.</summary>
    /// <value>The system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the engine and the orchestrators log to.</summary>
    /// <value>Nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal string DatabasePath => Path.Combine(Home, DatabaseFile);

    internal const string DatabaseFile = "durable.db";
}
