using FunctionsPipeline.Durable;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>A host of orchestrations as the contract suites see it. What is kept outlives <see cref="RestartAsync"/>.</summary>
public interface IOrchestrationHost : IAsyncDisposable
{
    /// <summary>Starts with what is registered; called once.</summary>
    Task StartAsync(OrchestrationRegistry registry, ILoggerFactory loggers);

    /// <summary>The client of the host that runs now.</summary>
    IOrchestrationClient Client { get; }

    /// <summary>Stops the process that runs orchestrators and activities, and starts another one on what is kept.</summary>
    Task RestartAsync();
}
