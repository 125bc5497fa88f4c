using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.PostSearch;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.PostSearch;

/// <summary>
/// A home with the real engine, ledger, governor and adapter, in virtual time: the clock moves only when nothing else can happen. One
/// engine at a time; a crash is an engine that stops at once, and another one on what it left.
/// </summary>
internal sealed class PostSearchWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly InMemoryTableStore _tables;
    private readonly FolderBlobStore _blobs;
    private readonly FileDownloader _downloads;
    private readonly ProviderSet _providers;
    private EmbeddedEngine? _engine;

    /// <param name="server">Where X is; null for a host without access to it.</param>
    public PostSearchWorld(PostServer? server)
    {
        _tables = new InMemoryTableStore(Clock);
        _blobs = new FolderBlobStore(Path.Combine(_folder.Path, "blobs"), Clock);
        _downloads = new FileDownloader(new FileDownloaderOptions(), Clock, new Random(1), NullLogger<FileDownloader>.Instance);
        IEnumerable<ProviderAccess> accesses = server is null ? [] : [new ProviderAccess("x", server.Url, "a-token")];
        _providers = new ProviderSet(accesses, Clock, new Random(1), NullLoggerFactory.Instance);
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = _tables,
                Blobs = _blobs,
                Providers = _providers,
                Owner = "host",
                OwnerIsAlone = true,
                ScratchFolder = Path.Combine(_folder.Path, "scratch"),
                RunFolder = runId => Path.Combine(_folder.Path, "blobs", "runs", runId.Value),
                Clock = new LeapingClock(Clock),
                Random = new Random(1),
                Loggers = NullLoggerFactory.Instance,
            },
            _downloads);
        Catalog = new PipelineCatalog(Services);
    }

    public ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 1, 12, 20, 0, TimeSpan.Zero));

    public PipelineServices Services { get; }

    public PipelineCatalog Catalog { get; }

    public IPipeline Pipeline => Catalog[PostSearchNames.Pipeline];

    public EmbeddedEngine Engine => _engine ?? throw new InvalidOperationException("Start a run first.");

    /// <summary>Plans a run of these fields.</summary>
    public Task<PreparedRun> PrepareAsync(string fields) => Pipeline.PrepareAsync(
        new RunRequest { Spec = new SpecSource.OfJson("spec", Encoding.UTF8.GetBytes($$"""{"pipeline":"post-search",{{fields}}}""")) }, CancellationToken.None);

    /// <summary>Makes a run of these fields and starts it.</summary>
    public async Task<RunRecord> StartAsync(string fields)
    {
        using var prepared = await PrepareAsync(fields);
        var run = await Pipeline.CreateAsync(prepared, Services.NewRunId(), CancellationToken.None);
        await StartAsync(run);
        return run;
    }

    /// <summary>Starts the current round of a run.</summary>
    public async Task StartAsync(RunRecord run)
    {
        if (_engine is null) await OpenAsync();
        await Pipeline.StartAsync(Engine, run, CancellationToken.None);
    }

    /// <summary>Runs to the end.</summary>
    public async Task<RunRecord> RunAsync(string fields) => await EndAsync(await StartAsync(fields));

    /// <summary>Lets a run come to its end.</summary>
    public async Task<RunRecord> EndAsync(RunRecord run)
    {
        while (true)
        {
            await IdleAsync();
            if (await Services.Runs.GetAsync(run.RunId, CancellationToken.None) is { IsEnded: true } ended && (await StateAsync(run)) == Durable.OrchestrationStatus.Completed) return ended;
            var due = Clock.NextDue ?? throw new InvalidOperationException("Nothing can happen any more, and the run has not ended.");
            Clock.Advance(due - Clock.GetUtcNow());
        }
    }

    /// <summary>Lets everything happen that can happen before the clock moves.</summary>
    public Task IdleAsync() => Engine.WhenIdleAsync().WaitAsync(Patience);

    /// <summary>Ends the engine as a process that dies does, and starts another one.</summary>
    public async Task CrashAsync()
    {
        await Engine.StopAsync(drain: false);
        await OpenAsync();
    }

    public async Task<IReadOnlyList<ItemRecord>> ItemsAsync(RunRecord run) => await Services.Runs.ListItemsAsync(run.RunId, null, CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<LedgerEntry>> LedgerAsync(RunRecord run) =>
        await Services.Ledger.ListAsync(run.Project, run.RunId, null, CancellationToken.None).ToListAsync();

    public Task<RunSummary> SummaryAsync(RunRecord run) => RunSummaries.ReadAsync(Services, run, CancellationToken.None);

    public string FileOf(RunRecord run, string name) => Path.Combine(Services.RunFolder(run.RunId), name);

    /// <summary>The lines of a file of the run's folder.</summary>
    public IReadOnlyList<JsonObject> Lines(RunRecord run, string name) => [.. File.ReadAllLines(FileOf(run, name)).Select(line => JsonNode.Parse(line)!.AsObject())];

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.StopAsync(drain: false);
        _providers.Dispose();
        _downloads.Dispose();
        _folder.Dispose();
    }

    private async Task<Durable.OrchestrationStatus?> StateAsync(RunRecord run) => (await Engine.GetAsync(Pipeline.InstanceId(run), CancellationToken.None))?.Status;

    private async Task OpenAsync()
    {
        _engine = EmbeddedEngine.Open(
            new EngineOptions { Home = Path.Combine(_folder.Path, "home"), TimeProvider = Clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, Catalog.Registry);
        await _engine.StartAsync();
    }
}
