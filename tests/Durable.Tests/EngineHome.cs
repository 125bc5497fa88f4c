using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests;

/// <summary>A home folder, a clock that stands still, and one engine at a time on both.</summary>
internal sealed class EngineHome : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedEngine? _engine;

    public ManualTimeProvider Clock { get; } = new();

    public OrchestrationRegistry Registry { get; set; } = new();

    public int ActivityConcurrencyMax { get; init; } = 256;

    /// <summary>Put around the store that the next engine opens.</summary>
    public Func<IHistoryStore, IHistoryStore> WrapStore { get; set; } = store => store;

    public string Path => _folder.Path;

    public EmbeddedEngine Engine => _engine ?? throw new InvalidOperationException("Start it first.");

    public EngineOptions Options => new()
    {
        Home = Path, TimeProvider = Clock, ActivityConcurrencyMax = ActivityConcurrencyMax, InboxPollInterval = Timeout.InfiniteTimeSpan,
    };

    public async Task<EmbeddedEngine> StartAsync(Func<string, bool>? include = null)
    {
        _engine = EmbeddedEngine.Open(Options, Registry, path => WrapStore(SqliteHistoryStore.Open(path)));
        await _engine.StartAsync(include);
        return _engine;
    }

    /// <summary>Stops the engine, as abruptly as a process that ends, and starts another one on the same folder.</summary>
    public async Task<EmbeddedEngine> RestartAsync()
    {
        await Engine.StopAsync(drain: false);
        return await StartAsync();
    }

    /// <summary>Runs one instance to its end.</summary>
    public async Task<OrchestrationState> RunAsync<TInput, TOutput>(OrchestratorReference<TInput, TOutput> orchestrator, TInput input)
    {
        var engine = _engine ?? await StartAsync();
        (await engine.ScheduleAsync(orchestrator, input, "run", CancellationToken.None)).ShouldBeTrue();
        return await EndOfAsync("run");
    }

    public Task<OrchestrationState> EndOfAsync(string instanceId) =>
        Engine.WaitForCompletionAsync(instanceId, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets everything happen that can happen before the clock moves.</summary>
    public Task IdleAsync() => Engine.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Moves the clock, and lets happen what then can.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        await IdleAsync();
        Clock.Advance(by);
        await IdleAsync();
    }

    public async Task<OrchestrationState> StateAsync(string instanceId) =>
        (await Engine.GetAsync(instanceId, CancellationToken.None)).ShouldNotBeNull();

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.StopAsync(drain: false);
        _folder.Dispose();
    }
}
