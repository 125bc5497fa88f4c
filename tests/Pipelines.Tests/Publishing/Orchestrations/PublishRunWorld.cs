using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Pipelines.Tests.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Publishing.Orchestrations;

/// <summary>An item that publishes what it has made, as the items of a pipeline do.</summary>
internal sealed class PublishingItem(string target, int approvalHours) : Orchestrator<ItemInput<OneStepSettings>, PublishEnd>
{
    public static OrchestratorReference<ItemInput<OneStepSettings>, PublishEnd> Reference(string target) => new("PublishingItem-" + target);

    public override Task<PublishEnd> RunAsync(OrchestrationContext context, ItemInput<OneStepSettings> input) =>
        new ItemPublishing<OneStepSettings>(context, input).PublishAsync(target, approvalHours);
}

/// <summary>
/// The real engine, store, ledger and governor in virtual time, a channel and an account that count. A crash is an engine that stops at once,
/// and another one on what it left.
/// </summary>
internal sealed class PublishRunWorld : IAsyncDisposable
{
    public const string Text = "Gravity is on holiday.";
    public static readonly RunId Run = RunId.Parse("20261101-120000-000001");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly FileDownloader _downloads;
    private readonly ProviderSet _providers;
    private readonly int _approvalHours;
    private EmbeddedEngine? _engine;

    public PublishRunWorld(Func<TimeProvider, HonestChannel>? channel = null, Func<TimeProvider, HonestAccount>? account = null, int approvalHours = 0)
    {
        _approvalHours = approvalHours;
        Channel = channel?.Invoke(Clock) ?? new HonestChannel(Clock);
        Account = account?.Invoke(Clock) ?? new HonestAccount(Clock);
        Tables = new InMemoryTableStore(Clock);
        Blobs = new InMemoryBlobStore(Clock);
        _downloads = new FileDownloader(new FileDownloaderOptions(), Clock, new Random(1), NullLogger<FileDownloader>.Instance);
        _providers = new ProviderSet(new Dictionary<string, IProvider> { ["youtube"] = new Publishers(Channel, null), ["x"] = new Publishers(null, Account) });
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = Tables,
                Blobs = Blobs,
                Providers = _providers,
                Owner = "host",
                OwnerIsAlone = true,
                ScratchFolder = "unused",
                RunFolder = runId => runId.Value,
                Clock = new LeapingClock(Clock, TimeSpan.FromSeconds(5)),
                Random = new Random(1),
                Loggers = NullLoggerFactory.Instance,
            },
            _downloads);
    }

    public ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 1, 12, 20, 0, TimeSpan.Zero));

    public HonestChannel Channel { get; }

    public HonestAccount Account { get; }

    public InMemoryTableStore Tables { get; }

    public InMemoryBlobStore Blobs { get; }

    public PipelineServices Services { get; }

    public PublicationStore Publications => new(Tables, Clock);

    public EmbeddedEngine Engine => _engine ?? throw new InvalidOperationException("Start something first.");

    public static PublicationKey Key(string target, string item = "item-1", RunId? run = null) => new("default", run ?? Run, item, target);

    public async Task PutVideoAsync(string item = "item-1", RunId? run = null, SlotTerms? slots = null, Func<VideoOrder, VideoOrder>? change = null)
    {
        await PutFileAsync($"runs/{run ?? Run}/{item}.mp4");
        var order = new VideoOrder
        {
            Key = Key("youtube", item, run),
            ContentPath = $"runs/{run ?? Run}/{item}.mp4",
            Video = new VideoPublication { Title = "A title that others have too", RunTag = "" },
        };
        await PublishOrderFiles.PutAsync(Blobs, new StoredOrder { Video = change is null ? order : change(order), Slots = slots }, default);
    }

    public async Task PutPostAsync(SlotTerms? slots = null, bool isEnabled = true, string text = Text, params BudgetCap[] caps)
    {
        await PutFileAsync("runs/clip.mp4");
        var order = new PostOrder { Key = Key("x"), ContentPath = "runs/clip.mp4", Post = new PostPublication(text, ""), IsEnabled = isEnabled };
        await PublishOrderFiles.PutAsync(Blobs, new StoredOrder { Post = order, Slots = slots, Caps = caps }, default);
    }

    public Task DecideAsync(bool isApproved = true, string text = Text) =>
        new PublishDecisions(Tables).PutAsync(Key("x"), new PublishDecision(isApproved, "Ada", Clock.GetUtcNow(), text), default);

    /// <summary>Starts an item that publishes.</summary>
    public async Task<string> StartAsync(string target, string item = "item-1", RunId? run = null)
    {
        if (_engine is null) await OpenAsync();
        var input = StepWorld.Item(run: run ?? Run);
        var id = $"{input.RunId}:1:00000:{item}";
        await Engine.ScheduleAsync(PublishingItem.Reference(target), input with { Item = new ChunkItem(0, item, 0) }, id, default);
        return id;
    }

    public async Task<PublishEnd> RunAsync(string target, string item = "item-1", RunId? run = null) => await EndAsync(await StartAsync(target, item, run));

    /// <summary>Leaps from timer to timer until an instance has ended.</summary>
    public async Task<PublishEnd> EndAsync(string id)
    {
        await UntilAsync(async () => await Engine.GetAsync(id, default) is { IsEnded: true });
        var state = (await Engine.GetAsync(id, default))!;
        state.Failure.ShouldBeNull();
        return Payload.Read<PublishEnd>(state.Output!);
    }

    public async Task UntilAsync(Func<Task<bool>> isOver)
    {
        for (var leap = 0; leap < 200_000; leap++)
        {
            await IdleAsync();
            if (await isOver()) return;
            var due = Clock.NextDue ?? throw new InvalidOperationException("Nothing can happen any more.");
            Clock.Advance(due - Clock.GetUtcNow());
        }

        throw new InvalidOperationException("It never came to an end.");
    }

    public Task IdleAsync() => Engine.WhenIdleAsync().WaitAsync(Patience);

    /// <summary>Ends the engine as a process that dies does, and starts another one.</summary>
    public async Task CrashAsync()
    {
        await Engine.StopAsync(drain: false);
        await OpenAsync();
    }

    public string PublishId(string target, string item = "item-1", RunId? run = null) => PublishNames.InstanceId((run ?? Run).Value, 1, item, target);

    public async Task<IReadOnlyList<LedgerEntry>> LedgerAsync() => await Services.Ledger.ListAsync("default", Run, null, default).ToListAsync();

    /// <summary>Keeps a history for ever, when a person says so: <c>FP_WRITE_HISTORIES=1</c>.</summary>
    public void Freeze(string name, string target)
    {
        if (Environment.GetEnvironmentVariable("FP_WRITE_HISTORIES") is null) return;
        var history = Engine.ReadHistory(PublishId(target))!;
        File.WriteAllText(Path.Combine(RepositoryRoot.Path, "tests", "Pipelines.Tests", "VideoBatch", "Histories", name + ".json"), HistoryJson.Write(history));
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.StopAsync(drain: false);
        _providers.Dispose();
        _downloads.Dispose();
        _folder.Dispose();
    }

    private async Task PutFileAsync(string path)
    {
        if (await Blobs.GetPropertiesAsync(path, default) is not null) return;
        using var content = new MemoryStream([.. Enumerable.Range(0, 37).Select(number => (byte)(number * 7))]);
        await Blobs.PutAsync(path, content, BlobCondition.None, default);
    }

    private async Task OpenAsync()
    {
        var registry = new OrchestrationRegistry()
            .AddOrchestrator(PublishingItem.Reference("youtube"), () => new PublishingItem("youtube", 0))
            .AddOrchestrator(PublishingItem.Reference("x"), () => new PublishingItem("x", _approvalHours));
        PublishRegistration.Add(registry, Services);
        _engine = EmbeddedEngine.Open(new EngineOptions { Home = _folder.Path, TimeProvider = Clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, registry);
        await _engine.StartAsync();
    }

    private sealed class Publishers(IVideoPublisher? videos, IPostPublisher? posts) : IProvider
    {
        public IVideoPublisher? VideoPublisher => videos;

        public IPostPublisher? PostPublisher => posts;

        public void Dispose()
        {
        }
    }
}
