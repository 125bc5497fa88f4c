using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>
/// Everything that runs a pipeline in this process: the stores of a home, the provider, the catalog, the engine that owns the home, and
/// a worker for frame jobs. Made in that order, closed in the opposite one.
/// </summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly HomeStores _stores;
    private readonly ProviderConnection _provider;
    private readonly PipelineClients _clients;
    private readonly CancellationTokenSource _workerStop = new();
    private Task _worker = Task.CompletedTask;

    private EmbeddedHost(HomeStores stores, ProviderConnection provider, PipelineClients clients, PipelineCatalog catalog, EmbeddedEngine engine)
    {
        _stores = stores;
        _provider = provider;
        _clients = clients;
        Catalog = catalog;
        Engine = engine;
    }

    public PipelineCatalog Catalog { get; }

    public EmbeddedEngine Engine { get; }

    public PipelineServices Services => _clients.Services;

    public ProviderConnection Provider => _provider;

    /// <summary>The tables of the home.</summary>
    public ITableStore Tables => _stores.Tables;

    /// <summary>Reads the items of runs.</summary>
    public RunStores RunStores => _stores.RunStores;

    /// <summary>Opens a home for running. Nothing runs yet. The provider's connection is the host's from here on, also when this fails.</summary>
    /// <exception cref="HomeInUseException">Another process runs in this home.</exception>
    public static async Task<EmbeddedHost> OpenAsync(
        CommandEnvironmentView environment, ProviderConnection provider, CancellationToken cancellationToken)
    {
        HomeStores? stores = null;
        PipelineClients? clients = null;
        try
        {
            stores = HomeStores.OpenForRunning(environment.Home, environment.Clock, environment.Loggers);
            clients = await PipelineClients.CreateAsync(environment, stores, provider, cancellationToken);
            var catalog = new PipelineCatalog(clients.Services);
            var engine = EmbeddedEngine.Open(
                new EngineOptions { Home = environment.Home.Path, TimeProvider = environment.Clock, LoggerFactory = environment.Loggers },
                catalog.Registry);
            return new EmbeddedHost(stores, provider, clients, catalog, engine);
        }
        catch
        {
            clients?.Dispose();
            if (stores is not null) await stores.DisposeAsync();
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes up one run: its instances and, unless a worker of its own process does that, its frame jobs.</summary>
    public async Task StartAsync(RunRecord run, bool hasWorker, CancellationToken cancellationToken)
    {
        await Services.Progress.BeginAsync(Services.Runs, run, cancellationToken);
        var prefix = Catalog[run.Pipeline].InstanceIdPrefix(run.RunId);
        await Engine.StartAsync(instanceId => instanceId.StartsWith(prefix, StringComparison.Ordinal), cancellationToken);
        if (hasWorker) _worker = _clients.CreateWorker(run.RunId, RaiseDoneAsync).RunAsync(_workerStop.Token);
    }

    /// <summary>
    /// Takes up every unfinished run whose provider is the one that it was begun with, and the frame jobs of all. Returns the runs that
    /// were left alone.
    /// </summary>
    public async Task<IReadOnlyList<RunRecord>> StartAllAsync(bool hasWorker, CancellationToken cancellationToken)
    {
        var foreign = new List<RunRecord>();
        await foreach (var run in Services.Runs.ListAsync(cancellationToken))
        {
            if (!run.IsEnded && !CanRun(run)) foreign.Add(run);
        }

        var prefixes = foreign.Select(run => Catalog[run.Pipeline].InstanceIdPrefix(run.RunId)).ToList();
        await Engine.StartAsync(instanceId => !prefixes.Exists(prefix => instanceId.StartsWith(prefix, StringComparison.Ordinal)), cancellationToken);
        if (hasWorker) _worker = _clients.CreateWorker(null, RaiseDoneAsync).RunAsync(_workerStop.Token);
        return foreign;
    }

    /// <summary>True when the run's provider is here as it was when the run was begun: simulated or not.</summary>
    public bool CanRun(RunRecord run) =>
        Services.Providers.Ids.Contains(run.Provider) && run.UsesSimulator == Provider.Simulated.ContainsKey(run.Provider);

    /// <summary>Stops admitting work, lets activities under way end, and saves.</summary>
    public async Task DrainAsync()
    {
        await _workerStop.CancelAsync();
        await _worker;
        await Engine.StopAsync(drain: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _workerStop.CancelAsync();
        await _worker;
        await Engine.DisposeAsync();
        _clients.Dispose();
        await _stores.DisposeAsync();
        await _provider.DisposeAsync();
        _workerStop.Dispose();
    }

    private async Task RaiseDoneAsync(FrameResult result, CancellationToken cancellationToken) =>
        await FrameResultEvents.RaiseAsync(Engine, result, cancellationToken);
}

/// <summary>What hosting needs of a command: the home, the settings, the clock, the loggers, a source of randomness.</summary>
internal sealed record CommandEnvironmentView(
    HomeFolder Home, Settings Settings, TimeProvider Clock, ILoggerFactory Loggers, Random Random);
