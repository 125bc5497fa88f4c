using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Simulator;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.ProviderFaults;

/// <summary>
/// The real pipelines, engine and adapters against the simulator over HTTP. The engine's time is virtual, so that waiting for a provider's
/// patience costs none; the adapters' is real and short.
/// </summary>
internal sealed class ProviderWorld : IAsyncDisposable
{
    /// <summary>Looked for once: worlds are many.</summary>
    private static readonly Task<FfmpegTool> Ffmpeg = FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    private readonly SimulatorHost _simulator;
    private readonly ProviderSet _providers;
    private readonly FileDownloader _downloads;
    private readonly PipelineServices _services;
    private readonly HttpClient _client = new();

    private ProviderWorld(SimulatorHost simulator, IEnumerable<string> providers, TimeSpan patience, FfmpegTool ffmpeg)
    {
        _simulator = simulator;
        var http = new ProviderHttpOptions { SynchronousTimeout = patience, SubmitTimeout = patience, RetryDelay = TimeSpan.FromMilliseconds(1) };
        _providers = new ProviderSet(
            providers.Select(id => new ProviderAccess(id, new Uri(simulator.Address, id), "a-key-of-the-test")), TimeProvider.System, new Random(1), NullLoggerFactory.Instance, http);
        _downloads = new FileDownloader(new FileDownloaderOptions { RetryDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System, new Random(1), NullLogger<FileDownloader>.Instance);
        _services = PipelineServices.Create(
            new HostTerms
            {
                Tables = new InMemoryTableStore(_clock),
                Blobs = new FolderBlobStore(Path.Combine(_folder.Path, "blobs"), _clock),
                Providers = _providers,
                Owner = "test",
                OwnerIsAlone = true,
                Ffmpeg = ffmpeg,
                ScratchFolder = Path.Combine(_folder.Path, "scratch"),
                RunFolder = runId => runId.Value,
                Clock = new LeapingClock(_clock),
                Random = new Random(1),
                Loggers = NullLoggerFactory.Instance,
            },
            _downloads);
    }

    /// <summary>The host, for steps that are taken by themselves.</summary>
    public PipelineServices Services => _services;

    /// <summary>Lets virtual time pass.</summary>
    public void Advance(TimeSpan time) => _clock.Advance(time);

    /// <summary>Starts a simulator that does what the rules say, and a host with access to the providers named.</summary>
    public static Task<ProviderWorld> StartAsync(string faults, params IEnumerable<string> providers) => StartAsync(TimeSpan.FromSeconds(60), faults, providers);

    /// <summary>The same with adapters that give a call up after two seconds, for tests in which nobody answers.</summary>
    public static Task<ProviderWorld> StartImpatientAsync(string faults, params IEnumerable<string> providers) => StartAsync(TimeSpan.FromSeconds(2), faults, providers);

    private static async Task<ProviderWorld> StartAsync(TimeSpan patience, string faults, IEnumerable<string> providers)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, faults);
            var options = new SimulatorOptions { Faults = file, RateLimitPerSecond = 0, TimeScale = 0 };
            return new ProviderWorld(await SimulatorHost.StartAsync(options, TimeProvider.System, CancellationToken.None), providers, patience, await Ffmpeg);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs a specification to its end.</summary>
    public async Task<EndedRun> RunAsync(JsonObject spec)
    {
        var catalog = new PipelineCatalog(_services);
        var pipeline = catalog[spec["pipeline"]!.GetValue<string>()];
        using var prepared = await pipeline.PrepareAsync(
            new RunRequest { Spec = new SpecSource.OfJson("spec", Encoding.UTF8.GetBytes(spec.ToJsonString())) }, CancellationToken.None);
        var run = await pipeline.CreateAsync(prepared, _services.NewRunId(), CancellationToken.None);
        await using var engine = EmbeddedEngine.Open(
            new EngineOptions { Home = Path.Combine(_folder.Path, "home"), TimeProvider = _clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, catalog.Registry);
        await engine.StartAsync();
        await pipeline.StartAsync(engine, run, CancellationToken.None);
        await EndAsync(engine, pipeline.InstanceId(run));

        var ended = (await _services.Runs.GetAsync(run.RunId, CancellationToken.None))!;
        return new EndedRun(
            await RunSummaries.ReadAsync(_services, ended, CancellationToken.None),
            await _services.Runs.ListItemsAsync(run.RunId, null, CancellationToken.None).ToListAsync(),
            await _services.Ledger.ListAsync(run.Project, run.RunId, null, CancellationToken.None).ToListAsync());
    }

    /// <summary>What the simulator charged, ticks.</summary>
    public async Task<long> ChargedTicksAsync() =>
        JsonDocument.Parse(await _client.GetStringAsync(new Uri(_simulator.Address, "/_sim/charges"))).RootElement.GetProperty("totalTicks").GetInt64();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _providers.Dispose();
        _downloads.Dispose();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Leaps from timer to timer until the run has ended.</summary>
    private async Task EndAsync(EmbeddedEngine engine, string instanceId)
    {
        var end = engine.WaitForCompletionAsync(instanceId, CancellationToken.None);
        while (true)
        {
            await engine.WhenIdleAsync();
            if (end.IsCompleted || _clock.NextDue is not { } due) break;
            _clock.Advance(due - _clock.GetUtcNow());
        }

        await end.WaitAsync(TimeSpan.FromSeconds(30));
    }
}

/// <summary>What a run came to.</summary>
internal sealed record EndedRun(RunSummary Summary, IReadOnlyList<ItemRecord> Items, IReadOnlyList<LedgerEntry> Ledger)
{
    public IEnumerable<Degradation> Degradations => Items.SelectMany(item => item.Degradations);
}
