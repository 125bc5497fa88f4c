using System.Text;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Contracts.Orchestrations;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Steps;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Steps;

/// <summary>Settings of a batch whose items take one paid step.</summary>
internal sealed record OneStepSettings : BatchSettings
{
    public required IReadOnlyList<ModelChoice> Models { get; init; }

    public string Prompt { get; init; } = "a cat";

    /// <summary>Answers of one model that may be of no use.</summary>
    public int AnswersMax { get; init; } = 2;
}

/// <summary>How the item ended.</summary>
internal sealed record OneStepEnd(ItemStatus Status, string? Text, string Stage, int Answers, IReadOnlyList<Degradation> Degradations, ItemError? Error, string? StopReason);

/// <summary>What a usable answer says.</summary>
internal sealed record TextVerdict(string Text);

/// <summary>An item that takes one paid step, through the same classes as the pipelines.</summary>
internal sealed class OneStepItem : Orchestrator<ItemInput<OneStepSettings>, OneStepEnd>
{
    public const string Step = "write";
    public const int TimeoutSeconds = 60;

    public static readonly OrchestratorReference<ItemInput<OneStepSettings>, OneStepEnd> Reference = new("OneStepItem");
    public static readonly ActivityReference<StepCall<OneStepSettings>, StepAnswer<TextVerdict>> Take = new("OneStepItem.Take");

    public override async Task<OneStepEnd> RunAsync(OrchestrationContext context, ItemInput<OneStepSettings> input)
    {
        var steps = new ItemSteps<OneStepSettings>(context, input, input.Settings.AnswersMax, TimeoutSeconds);
        try
        {
            var verdict = await steps.TakeAsync(Take, Step, 0, input.Settings.Models);
            var status = steps.Degradations.Count > 0 ? ItemStatus.Degraded : ItemStatus.Succeeded;
            return new OneStepEnd(status, verdict.Text, steps.Stage, steps.Answers, steps.Degradations, null, null);
        }
        catch (ItemStoppedException stop)
        {
            return new OneStepEnd(stop.Status, null, steps.Stage, steps.Answers, steps.Degradations, stop.Error, stop.StopReason);
        }
    }
}

/// <summary>State that lives on when processes end, in virtual time, and processes on it that take the step of an item.</summary>
internal sealed class StepWorld : IDisposable
{
    public const string Project = "default";
    public const long WorstTicks = 100;
    public static readonly RunId Run = RunId.Parse("20261101-120000-000001");

    private readonly FileDownloader _downloads;

    public StepWorld()
    {
        Tables = new InMemoryTableStore(World.Clock);
        Blobs = new InMemoryBlobStore(World.Clock);
        _downloads = new FileDownloader(new FileDownloaderOptions(), World.Clock, new Random(1), NullLogger<FileDownloader>.Instance);
    }

    public VirtualWorld World { get; } = new();

    public InMemoryTableStore Tables { get; }

    public InMemoryBlobStore Blobs { get; }

    public ChargingProvider Provider { get; } = new();

    /// <summary>Asks the queue; null for a provider that answers at once.</summary>
    public Func<string, Task<PricedReply<string>?>>? Fetch { get; set; }

    /// <summary>Text of a file that each answer brings; null for none.</summary>
    public string? FileText { get; set; }

    /// <summary>What the provider offers. One of class L lists what it charged, a while later.</summary>
    public ProviderClass Class { get; set; } = ProviderClass.N;

    /// <summary>How long a provider of class L may not list a request.</summary>
    public static TimeSpan ListingDelay { get; } = TimeSpan.FromSeconds(20);

    public PipelineServices Open(ProcessLife? life = null, string owner = "me") => PipelineServices.Create(
        new HostTerms
        {
            Tables = life is null ? Tables : new CrashingTableStore(Tables, life),
            Blobs = life is null ? Blobs : new CrashingBlobStore(Blobs, life),
            Providers = new ProviderSet(new Dictionary<string, IProvider>()),
            Owner = owner,
            OwnerIsAlone = true,
            ScratchFolder = "unused",
            RunFolder = runId => runId.Value,
            Clock = World.Clock,
            Random = new Random(1),
            Loggers = NullLoggerFactory.Instance,
        },
        _downloads);

    /// <summary>A record of the run, as the gate looks for it.</summary>
    public async Task PutRunAsync(RunId run, Func<RunRecord, RunRecord>? change = null)
    {
        var record = new RunRecord
        {
            RunId = run,
            Pipeline = "test",
            Project = Project,
            Provider = "test",
            Status = RunStatus.Running,
            Round = 1,
            ChunkCount = 1,
            Total = 1,
            InputFingerprint = "",
            SpecFingerprint = "",
            SpecPath = "",
            ForecastTicks = 0,
            BudgetTicks = null,
            Concurrency = 1,
            UsesSimulator = false,
            Seed = 1,
            SettingsJson = "{}",
            CreatedAt = World.Clock.GetUtcNow(),
        };
        await Open().Runs.CreateAsync(change is null ? record : change(record), default);
    }

    public static ItemInput<OneStepSettings> Item(int round = 1, RunId? run = null, Func<OneStepSettings, OneStepSettings>? change = null)
    {
        var settings = new OneStepSettings
        {
            Project = Project,
            JitterMinSeconds = 0,
            JitterMaxSeconds = 0,
            SubmitAttemptsMax = 3,
            RequestsPerMinute = null,
            ChunksInFlight = 1,
            ItemsInFlightPerChunk = 1,
            Seed = 1,
            Caps = [],
            Models = [new ModelChoice("test", "one"), new ModelChoice("test", "two")],
        };
        return new ItemInput<OneStepSettings>((run ?? Run).Value, round, 0, new ChunkItem(0, "item-1", 0), change is null ? settings : change(settings));
    }

    /// <summary>Takes the item to its end in one process.</summary>
    /// <param name="history">What an earlier process got done of it.</param>
    public Task<OneStepEnd> PlayAsync(ItemInput<OneStepSettings> item, ProcessLife? life = null, string owner = "me", VirtualHistory? history = null) =>
        new VirtualOrchestrations(Registry(Open(life, owner), life ?? new ProcessLife()), World, history).RunAsync(OneStepItem.Reference, item, "item");

    /// <summary>The item's parts, for any engine.</summary>
    public OrchestrationRegistry Registry(PipelineServices services, ProcessLife life)
    {
        var taker = new StepTaker(services);
        return new OrchestrationRegistry()
            .AddOrchestrator(OneStepItem.Reference, () => new OneStepItem())
            .AddActivity(OneStepItem.Take, (_, call, cancellationToken) => taker.TakeAsync(call, Order(services, call, life), Judge, cancellationToken));
    }

    public async Task<List<LedgerEntry>> EntriesAsync(RunId? run = null)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in Open().Ledger.ListAsync(Project, run ?? Run, null, default)) entries.Add(entry);
        return entries;
    }

    public void Dispose() => _downloads.Dispose();

    private StepOrder<string> Order(PipelineServices services, StepCall<OneStepSettings> call, ProcessLife life)
    {
        var choice = call.Item.Settings.Models[call.Choice];
        return new StepOrder<string>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = "write",
            Class = Class,
            Inputs = [StepInput.Of("model", choice.ToString()), StepInput.Of("prompt", call.Item.Settings.Prompt)],
            Prompt = call.Item.Settings.Prompt,
            WorstTicks = WorstTicks,
            SendAsync = (reservation, _) => Fetch is null ? Provider.SendAsync(reservation, life) : Provider.QueueAsync(reservation, life),
            LookUp = Class == ProviderClass.L ? new StepLookUp(ListingDelay, MarksRequests: true, (reservation, _, _) => Task.FromResult(Provider.Listed(reservation, life))) : null,
            FetchAsync = Fetch is null && Class != ProviderClass.L ? null : async (requestId, _) =>
            {
                life.Pass("before fetch");
                var reply = Fetch is null ? Provider.Answer(requestId) : await Fetch(requestId);
                life.Pass("after fetch");
                return reply;
            },
            PutFilesAsync = FileText is null ? null : async (reply, prefix, cancellationToken) =>
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(FileText));
                await services.Blobs.PutAsync(prefix + ".txt", content, BlobCondition.None, cancellationToken);
                return (reply, [prefix + ".txt"]);
            },
        };
    }

    private static Judged<TextVerdict> Judge(string reply) => reply switch
    {
        "malformed" => Judged<TextVerdict>.Unusable("malformed_answer", "The answer is not JSON.", isRetryable: true),
        "truncated" => Judged<TextVerdict>.Unusable("truncated", "The answer was cut short.", isRetryable: true),
        _ => Judged<TextVerdict>.Usable(new TextVerdict(reply)),
    };
}
