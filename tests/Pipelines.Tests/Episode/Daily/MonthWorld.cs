using System.Text;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Tests.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Daily;

/// <summary>
/// A month of a project with one episode a day, in virtual time: two hosts' timers on one state, the real engine, schedule, finder, words, ledger,
/// governor and publishing. Only what makes the film is stood in for, from the pictures to the review: thirty real renders take minutes, and
/// whether one succeeds has no part in which day gets which episode.
/// </summary>
internal sealed class MonthWorld : IAsyncDisposable
{
    public const string Project = "daily";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly FileDownloader _downloads;
    private readonly ProviderSet _providers;
    private readonly IReadOnlyList<(PipelineServices Services, PipelineCatalog Catalog)> _hosts;
    private EmbeddedEngine? _engine;

    private MonthWorld(FfmpegTool ffmpeg, MonthStories stories, ManualTimeProvider clock, HonestChannel channel)
    {
        (Clock, Channel) = (clock, channel);
        Writer = new MonthWriter(Clock);
        Tables = new InMemoryTableStore(Clock);
        Blobs = new InMemoryBlobStore(Clock);
        _downloads = new FileDownloader(new FileDownloaderOptions(), Clock, new Random(1), NullLogger<FileDownloader>.Instance);
        _providers = new ProviderSet(new Dictionary<string, IProvider>
        {
            ["xai"] = Writer, ["hackernews"] = stories, ["youtube"] = new MonthChannel(Channel), ["fal"] = NeverCalled("fal"), ["elevenlabs"] = NeverCalled("elevenlabs"),
        });
        Services = CreateServices(1, ffmpeg);
        var second = CreateServices(2, ffmpeg);
        _hosts = [(Services, new PipelineCatalog(Services)), (second, new PipelineCatalog(second))];
        StandIn(_hosts[0].Catalog.Registry);
    }

    public ManualTimeProvider Clock { get; }

    public MonthWriter Writer { get; }

    public HonestChannel Channel { get; }

    public InMemoryTableStore Tables { get; }

    public InMemoryBlobStore Blobs { get; }

    public PipelineServices Services { get; }

    public EmbeddedEngine Engine => _engine ?? throw new InvalidOperationException("The process is down.");

    public static async Task<MonthWorld> StartAsync(DateTimeOffset start, Func<TimeProvider, MonthStories> stories, Func<TimeProvider, HonestChannel> channel)
    {
        var clock = new ManualTimeProvider(start);
        var world = new MonthWorld(await FfmpegTool.FindAsync(null, TimeProvider.System, default), stories(clock), clock, channel(clock));
        await world.UpAsync();
        return world;
    }

    /// <summary>Puts the schedule of the project: every day at a time of day.</summary>
    public async Task PutScheduleAsync(string cron, string timeZone, string spec)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(spec));
        await Blobs.PutAsync("schedules/daily/spec.json", content, BlobCondition.None, default);
        await new ScheduleStore(Tables).PutAsync(
            new ScheduleRecord
            {
                Name = "daily", Pipeline = "episode", Project = Project, Cron = cron, TimeZone = timeZone, SpecBlob = "schedules/daily/spec.json", CreatedAt = Clock.GetUtcNow(),
            },
            default);
    }

    /// <summary>The process ends as one that is killed.</summary>
    public async Task DownAsync()
    {
        await Engine.StopAsync(drain: false);
        _engine = null;
    }

    /// <summary>It is started again, on what it left.</summary>
    public async Task UpAsync()
    {
        _engine = EmbeddedEngine.Open(new EngineOptions { Home = _folder.Path, TimeProvider = Clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, _hosts[0].Catalog.Registry);
        await _engine.StartAsync();
    }

    /// <summary>Lets time pass while the process is up: the timers of two hosts look for due runs every half hour.</summary>
    public async Task PassAsync(DateTimeOffset until)
    {
        while (Clock.GetUtcNow() < until)
        {
            await Task.WhenAll(_hosts.Select((_, host) => Task.Run(() => OpenRunner(host).RunDueAsync(default))));
            var look = Clock.GetUtcNow().AddMinutes(30);
            if (look > until) look = until;
            await LeapAsync(look);
        }
    }

    /// <summary>As a person who asks for the run of a day: <c>--daily-mode</c>.</summary>
    public async Task<RunRecord> AskAsync(string spec, DateOnly day)
    {
        var request = new StartRequest("episode", new SpecSource.OfJson("spec", Encoding.UTF8.GetBytes(spec)));
        return await OpenStarter(1).StartAsync(request, StartKey.OfDay(Project, day, "daily-mode"), default);
    }

    /// <summary>Somebody else uses up the uploads of the day.</summary>
    public async Task ExhaustAsync(string operation, int calls)
    {
        var policy = Services.Limits.Find("youtube", operation)!;
        for (var call = 0; call < calls; call++)
        {
            var slot = await Services.Governor.AcquireAsync($"youtube/{operation}", policy, $"other-{Clock.GetUtcNow():MMdd}-{call}", SlotPriority.Normal, null, default);
            Services.Governor.TryUse(slot).ShouldBeTrue();
        }
    }

    /// <summary>Every day of the schedule, the oldest first.</summary>
    public async Task<IReadOnlyList<ScheduledDay>> DaysAsync()
    {
        var history = new ScheduleHistory(new StartClaims(Tables, Clock), Services.Runs, new ScheduleDays(Tables, Clock), Clock);
        return [.. (await history.ReadAsync((await new ScheduleStore(Tables).GetAsync("daily", default))!, 60, default)).Reverse()];
    }

    public async Task<IReadOnlyList<RunRecord>> RunsAsync() => [.. (await Services.Runs.ListAsync(default).ToListAsync()).OrderBy(run => run.RunId.Value, StringComparer.Ordinal)];

    /// <summary>Keeps an episode's history for ever, when a person says so: <c>FP_WRITE_HISTORIES=1</c>.</summary>
    public void Freeze(string runId, string name)
    {
        if (Environment.GetEnvironmentVariable("FP_WRITE_HISTORIES") is null) return;
        var history = Engine.ReadHistory(BatchInstanceIds.Item(runId, 1, 0, 0))!;
        File.WriteAllText(Path.Combine(RepositoryRoot.Path, "tests", "Pipelines.Tests", "VideoBatch", "Histories", name + ".json"), HistoryJson.Write(history));
    }

    public Task IdleAsync() => Engine.WhenIdleAsync().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.StopAsync(drain: false);
        _providers.Dispose();
        _downloads.Dispose();
        _folder.Dispose();
    }

    private PipelineServices CreateServices(int seed, FfmpegTool ffmpeg) => PipelineServices.Create(
        new HostTerms
        {
            Tables = Tables,
            Blobs = Blobs,
            Providers = _providers,
            Owner = $"host-{seed}",
            OwnerIsAlone = true,
            ScratchFolder = Path.Combine(_folder.Path, "scratch"),
            RunFolder = runId => runId.Value,
            Ffmpeg = ffmpeg,
            Clock = new LeapingClock(Clock, TimeSpan.FromSeconds(5)),
            Random = new Random(seed),
            Loggers = NullLoggerFactory.Instance,
        },
        _downloads);

    private ScheduleRunner OpenRunner(int host) =>
        new(new ScheduleStore(Tables), new ScheduleDays(Tables, Clock), Blobs, OpenStarter(host), Clock, NullLogger<ScheduleRunner>.Instance);

    private RunStarter OpenStarter(int host) => new(_hosts[host].Catalog, _hosts[host].Services, new StartClaims(Tables, Clock), Engine, request => request);

    /// <summary>From timer to timer, up to a moment.</summary>
    private async Task LeapAsync(DateTimeOffset until)
    {
        while (true)
        {
            await IdleAsync();
            var due = Clock.NextDue is { } next && next < until ? next : until;
            var now = Clock.GetUtcNow();
            Clock.Advance(due > now ? due - now : TimeSpan.Zero);
            if (due >= until) return;
        }
    }

    private IProvider NeverCalled(string id) => ProviderDefinition.Of(id)
        .Open(new ProviderAccess(id, new Uri("http://127.0.0.1:9/"), "a-key-that-nobody-has"), Clock, new Random(1), NullLoggerFactory.Instance, new());

    /// <summary>What stands in for the making of the film, under the names of the real activities.</summary>
    private void StandIn(OrchestrationRegistry registry)
    {
        var accepted = new SubmitAnswer(SubmitOutcome.Accepted, "stand-in");
        var standIns = new OrchestrationRegistry()
            .AddActivity(EpisodeNames.MakePortrait, (_, _, _) => Task.FromResult(new StepAnswer<PictureVerdict>(accepted, new PictureVerdict(0.9, "sha"))))
            .AddActivity(EpisodeNames.MakeBroll, (_, _, _) => Task.FromResult(new StepAnswer<PictureVerdict>(accepted, new PictureVerdict(0.9, "sha"))))
            .AddActivity(EpisodeNames.Narrate, (_, _, _) => Task.FromResult(new StepAnswer<SoundVerdict>(accepted, new SoundVerdict(5, "sha"))))
            .AddActivity(EpisodeNames.SpeakLine, (_, _, _) => Task.FromResult(new StepAnswer<SoundVerdict>(accepted, new SoundVerdict(5, "sha"))))
            .AddActivity(EpisodeNames.LayOut, (_, _, _) => Task.FromResult(new AssetsVerdict(10)))
            .AddActivity(EpisodeNames.Review, (_, _, _) => Task.FromResult(new ReviewVerdict([], null)))
            .AddActivity(EpisodeNames.Render, async (_, item, cancellationToken) =>
            {
                using var film = new MemoryStream(Encoding.UTF8.GetBytes($"the film of {item.RunId}"));
                await Blobs.PutAsync(EpisodeFiles.VideoPath(item), film, BlobCondition.None, cancellationToken);
                return new FilmVerdict(31, "sha", EpisodeFiles.VideoPath(item));
            });

        // A registry takes no name twice, which is right everywhere but here.
        var activities = (IDictionary<string, ActivityRegistration>)registry.Activities;
        foreach (var (name, standIn) in standIns.Activities) activities[name] = standIn;
    }
}
