using FunctionsPipeline.Contracts.Orchestrations;
using FunctionsPipeline.Durable.Engine;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Tests.Contract;

/// <summary>The embedded engine on the real clock and a folder of its own.</summary>
internal sealed class EmbeddedHost : IOrchestrationHost
{
    private readonly TemporaryFolder _folder = new();
    private OrchestrationRegistry _registry = new();
    private ILoggerFactory? _loggers;
    private EmbeddedEngine? _engine;

    public IOrchestrationClient Client => _engine ?? throw new InvalidOperationException("Start it first.");

    public Task StartAsync(OrchestrationRegistry registry, ILoggerFactory loggers)
    {
        (_registry, _loggers) = (registry, loggers);
        return OpenAsync();
    }

    public async Task RestartAsync()
    {
        await _engine!.StopAsync(drain: false);
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.StopAsync(drain: false);
        _folder.Dispose();
    }

    private async Task OpenAsync()
    {
        _engine = EmbeddedEngine.Open(new EngineOptions { Home = _folder.Path, LoggerFactory = _loggers! }, _registry);
        await _engine.StartAsync();
    }
}
