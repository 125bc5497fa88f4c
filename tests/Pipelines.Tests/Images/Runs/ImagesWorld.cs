using System.Text;
using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Images.Reporting;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Images.Runs;

/// <summary>Runs of images on the real engine and the real adapters, in virtual time, against a <see cref="FakeStudio"/>.</summary>
internal sealed class ImagesWorld : IAsyncDisposable
{
    /// <summary>The fields that make the studio all there is, without a wait for a time slot.</summary>
    public const string Fields = """
        "pipeline":"images","images":"openai-compatible/painter","judges":"openai-compatible/mind","requestsPerMinute":100000
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FileDownloader _downloads;
    private readonly ProviderSet _providers;
    private readonly EmbeddedEngine _engine;

    private ImagesWorld(FakeStudio studio, FfmpegTool? ffmpeg)
    {
        Studio = studio;
        _downloads = new FileDownloader(new FileDownloaderOptions(), Clock, new Random(1), NullLogger<FileDownloader>.Instance);
        _providers = new ProviderSet([new ProviderAccess("openai-compatible", studio.Url, "")], Clock, new Random(1), NullLoggerFactory.Instance);
        File.WriteAllText(PricesFile, """
            {"entries":[
              {"provider":"openai-compatible","model":"painter","unit":"image","usd":0.02,"chargedOn":"success","asOf":"2026-11-26","source":"the tests","confirmed":true},
              {"provider":"openai-compatible","model":"mind","unit":"inputToken","usd":1,"per":1000000,"chargedOn":"done","asOf":"2026-11-26","source":"the tests","confirmed":true},
              {"provider":"openai-compatible","model":"mind","unit":"outputToken","usd":4,"per":1000000,"chargedOn":"done","asOf":"2026-11-26","source":"the tests","confirmed":true}]}
            """);
        Blobs = new FolderBlobStore(Path.Combine(_folder.Path, "blobs"), Clock);
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = new InMemoryTableStore(Clock),
                Blobs = Blobs,
                Providers = _providers,
                Owner = "test",
                OwnerIsAlone = true,
                ScratchFolder = Path.Combine(_folder.Path, "scratch"),
                RunFolder = runId => runId.Value,
                Ffmpeg = ffmpeg,
                PricesFile = PricesFile,
                Clock = Clock,
                Random = new Random(1),
                Loggers = NullLoggerFactory.Instance,
            },
            _downloads);
        Catalog = new PipelineCatalog(Services);
        _engine = EmbeddedEngine.Open(
            new EngineOptions { Home = Path.Combine(_folder.Path, "home"), TimeProvider = Clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, Catalog.Registry);
    }

    public ManualTimeProvider Clock { get; } = new();

    public FakeStudio Studio { get; }

    public PipelineServices Services { get; }

    public PipelineCatalog Catalog { get; }

    public IBlobStore Blobs { get; }

    /// <summary>The engine, for what it wrote down.</summary>
    public EmbeddedEngine Engine => _engine;

    private string PricesFile => Path.Combine(_folder.Path, "prices.json");

    public static async Task<ImagesWorld> StartAsync(bool hasFfmpeg = true)
    {
        var ffmpeg = hasFfmpeg ? await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None) : null;
        var world = new ImagesWorld(await FakeStudio.StartAsync(), ffmpeg);
        await world._engine.StartAsync();
        return world;
    }

    /// <summary>A specification of so many prompts.</summary>
    public static string Spec(int prompts, string more = "") => Spec(Enumerable.Range(1, prompts).Select(number => $"A thing, number {number}"), more);

    public static string Spec(IEnumerable<string> prompts, string more = "") =>
        $$"""{{{Fields}}{{(more.Length == 0 ? "" : ",")}}{{more}},"prompts":{{JsonSerializer.Serialize(prompts)}}}""";

    /// <summary>Runs a specification to its end.</summary>
    public async Task<RunRecord> RunAsync(string spec, RunRecord? forkOf = null, string? from = null)
    {
        var request = new RunRequest { Spec = new SpecSource.OfJson("spec", Encoding.UTF8.GetBytes(spec)), ForkOf = forkOf, RerunFrom = from };
        using var prepared = await Catalog["images"].PrepareAsync(request, CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var run = await Catalog["images"].CreateAsync(prepared, Services.NewRunId(), CancellationToken.None);
        return await EndOfAsync(run);
    }

    /// <summary>Runs the current round of a run to its end; the clock moves to whatever is waited for.</summary>
    public async Task<RunRecord> EndOfAsync(RunRecord run)
    {
        await Catalog["images"].StartAsync(_engine, run, CancellationToken.None);
        var instance = Catalog["images"].InstanceId(run);
        for (var moves = 0; ; moves++)
        {
            await _engine.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
            var state = (await _engine.GetAsync(instance, CancellationToken.None))!;
            if (state.IsEnded) break;
            moves.ShouldBeLessThan(10_000, "it never ends");
            Clock.Advance(Clock.NextDue is { } due && due > Clock.GetUtcNow() ? due - Clock.GetUtcNow() : TimeSpan.FromMilliseconds(1));
        }

        return (await Services.Runs.GetAsync(run.RunId, CancellationToken.None))!;
    }

    public async Task<IReadOnlyList<ItemRecord>> ItemsAsync(RunRecord run) =>
        await Services.Runs.ListItemsAsync(run.RunId, null, CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<LedgerEntry>> CallsAsync(RunRecord run) =>
        await Services.Ledger.ListAsync(run.Project, run.RunId, null, CancellationToken.None).ToListAsync();

    public async Task<ImageSummary> SummaryAsync(RunRecord run, string id) =>
        (await ResultFolder.ReadAsync(Blobs, run.RunId.Value, id, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>Names of the files of a run, relative to its folder.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(RunRecord run)
    {
        var folder = $"runs/{run.RunId}/";
        return await Blobs.ListAsync(folder, CancellationToken.None).Select(blob => blob.Path[folder.Length..]).ToListAsync();
    }

    public async Task<string> TextAsync(RunRecord run, string name) => Encoding.UTF8.GetString(await BytesAsync(run, name));

    public async Task<byte[]> BytesAsync(RunRecord run, string name)
    {
        await using var blob = (await Blobs.OpenReadAsync($"runs/{run.RunId}/{name}", CancellationToken.None)).ShouldNotBeNull(name);
        using var memory = new MemoryStream();
        await blob.Content.CopyToAsync(memory);
        return memory.ToArray();
    }

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, RunFolderJson.Lines);

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await Studio.DisposeAsync();
        _providers.Dispose();
        _downloads.Dispose();
        _folder.Dispose();
    }
}
