using System.Text;
using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Simulator;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Runs;

/// <summary>Runs of short episodes on the real engine in virtual time, with the real adapters against the simulator, and with real small renders.</summary>
internal sealed class EpisodeWorld : IAsyncDisposable
{
    private static readonly string[] ProviderIds = ["openai", "fal", "elevenlabs", "did", "heygen"];

    private readonly TemporaryFolder _folder = new();
    private readonly SimulatorHost _simulator;
    private readonly FileDownloader _downloads;
    private readonly ProviderSet _providers;
    private readonly PipelineCatalog _catalog;
    private readonly EmbeddedEngine _engine;

    private EpisodeWorld(SimulatorHost simulator, FfmpegTool ffmpeg)
    {
        _simulator = simulator;
        _downloads = new FileDownloader(new FileDownloaderOptions(), Clock, new Random(1), NullLogger<FileDownloader>.Instance);
        _providers = new ProviderSet(
            [.. ProviderIds.Select(id => new ProviderAccess(id, new Uri(simulator.Address, id), "simulator"))], Clock, new Random(1), NullLoggerFactory.Instance);
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = new InMemoryTableStore(Clock),
                Blobs = new FolderBlobStore(Home, Clock),
                Providers = _providers,
                Owner = "test",
                OwnerIsAlone = true,
                ScratchFolder = ScratchFolder,
                RunFolder = runId => Path.Combine(Home, "runs", runId.Value),
                Ffmpeg = ffmpeg,
                Clock = Clock,
                Random = new Random(1),
                Loggers = NullLoggerFactory.Instance,
            },
            _downloads);
        _catalog = new PipelineCatalog(Services);
        _engine = EmbeddedEngine.Open(
            new EngineOptions { Home = Path.Combine(_folder.Path, "engine"), TimeProvider = Clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, _catalog.Registry);
    }

    public ManualTimeProvider Clock { get; } = new();

    public PipelineServices Services { get; }

    public string ScratchFolder => Path.Combine(_folder.Path, "scratch");

    private string Home => Path.Combine(_folder.Path, "home");

    /// <param name="faults">Rules of a fault script, separated by commas; empty for none.</param>
    public static async Task<EpisodeWorld> StartAsync(string faults = "")
    {
        using var folder = new TemporaryFolder();
        var script = Path.Combine(folder.Path, "faults.json");
        await File.WriteAllTextAsync(script, $"[{faults}]");
        var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Seed = 5, TimeScale = 0, RateLimitPerSecond = 0, Faults = script }, TimeProvider.System, CancellationToken.None);
        var world = new EpisodeWorld(simulator, await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None));
        await world._engine.StartAsync();
        return world;
    }

    /// <summary>Puts a file of one's own, such as <c>assets/music/own.wav</c>.</summary>
    public async Task PutAsync(string path, byte[] content)
    {
        using var stream = new MemoryStream(content);
        await Services.Blobs.PutAsync(path, stream, BlobCondition.None, CancellationToken.None);
    }

    /// <summary>Makes an episode to its end.</summary>
    /// <param name="spec">See <see cref="ShortStory.Spec"/>.</param>
    /// <param name="forkOf">A finished episode whose steps are taken over.</param>
    public async Task<MadeEpisode> MakeAsync(string spec, MadeEpisode? forkOf = null)
    {
        var pipeline = _catalog[EpisodeNames.Pipeline];
        var request = new RunRequest { Spec = new SpecSource.OfJson("spec", Encoding.UTF8.GetBytes(spec)), ForkOf = forkOf?.Run };
        using var prepared = await pipeline.PrepareAsync(request, CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var run = await pipeline.CreateAsync(prepared, Services.NewRunId(), CancellationToken.None);
        await pipeline.StartAsync(_engine, run, CancellationToken.None);
        await EndOfAsync(pipeline.InstanceId(run));

        var ended = (await Services.Runs.GetAsync(run.RunId, CancellationToken.None))!;
        var item = (await Services.Runs.ListItemsAsync(run.RunId, null, CancellationToken.None).ToListAsync()).ShouldHaveSingleItem();
        var calls = await Services.Ledger.ListAsync(run.Project, run.RunId, null, CancellationToken.None).ToListAsync();
        return new MadeEpisode(ended, item, calls, Path.Combine(Home, "runs", run.RunId.Value), Services.Ffmpeg!);
    }

    /// <summary>The clock moves to whatever is waited for.</summary>
    private async Task EndOfAsync(string instance)
    {
        for (var moves = 0; ; moves++)
        {
            await _engine.WhenIdleAsync().WaitAsync(TimeSpan.FromMinutes(2));
            if ((await _engine.GetAsync(instance, CancellationToken.None))!.IsEnded) return;
            moves.ShouldBeLessThan(10_000, "it never ends");
            Clock.Advance(Clock.NextDue is { } due && due > Clock.GetUtcNow() ? due - Clock.GetUtcNow() : TimeSpan.FromMilliseconds(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _simulator.DisposeAsync();
        _providers.Dispose();
        _downloads.Dispose();
        _folder.Dispose();
    }
}
