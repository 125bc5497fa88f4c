using System.Text;
using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Contracts.Orchestrations;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments;
using FunctionsPipeline.Pipelines.Comments.Reporting;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Offline;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

/// <summary>Runs of suggestions in virtual time, over one project, against a model that is answered for here. All else is real.</summary>
internal sealed class CommentsWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileDownloader _downloads;
    private readonly PipelineCatalog _catalog;

    /// <param name="others">Providers that the host has access to besides the model and the offline one, by id.</param>
    public CommentsWorld(params IReadOnlyCollection<KeyValuePair<string, IProvider>> others)
    {
        Chat = new FakeChat(World.Clock);
        Blobs = new InMemoryBlobStore(World.Clock);
        _downloads = new FileDownloader(new FileDownloaderOptions(), World.Clock, new Random(1), NullLogger<FileDownloader>.Instance);
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = new InMemoryTableStore(World.Clock),
                Blobs = Blobs,
                Providers = new ProviderSet(new Dictionary<string, IProvider>(others) { ["xai"] = Chat, [OfflineProvider.Id] = new OfflineProvider() }),
                Owner = "me",
                OwnerIsAlone = true,
                ScratchFolder = Scratch,
                RunFolder = runId => runId.Value,
                Clock = World.Clock,
                Random = new Random(1),
                Loggers = NullLoggerFactory.Instance,
            },
            _downloads);
        _catalog = new PipelineCatalog(Services);
    }

    public VirtualWorld World { get; } = new();

    public FakeChat Chat { get; }

    public InMemoryBlobStore Blobs { get; }

    public PipelineServices Services { get; }

    public string Scratch => Path.Combine(_folder.Path, "scratch");

    private IPipeline Pipeline => _catalog["comments"];

    /// <summary>Writes a file beside the specification.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Checks and plans.</summary>
    public Task<PreparedRun> PrepareAsync(string spec, string name = "comments.yaml", RunRequest? request = null) =>
        Pipeline.PrepareAsync((request ?? new RunRequest { Spec = new SpecSource.OfFile("") }) with { Spec = new SpecSource.OfFile(Write(name, spec)) }, default);

    /// <summary>Runs posts to the end.</summary>
    /// <param name="posts">A line a post, JSON.</param>
    /// <param name="fields">More fields of the specification.</param>
    public RunRecord Run(IEnumerable<string> posts, string fields = "")
    {
        RunRecord run = null!;
        World.Run(async () =>
        {
            Write("posts.jsonl", string.Join('\n', posts));
            using var prepared = await PrepareAsync($"pipeline: comments\ncandidates: posts.jsonl\n{fields}");
            run = await Pipeline.CreateAsync(prepared, Services.NewRunId(), default);
            run = await ExecuteAsync(run);

            // The next run's id is later by its time.
            await World.Delay(TimeSpan.FromSeconds(2));
        });
        return run;
    }

    /// <summary>Another round over the items that did not succeed.</summary>
    public RunRecord Retry(RunRecord run)
    {
        World.Run(async () => run = await ExecuteAsync(
            (await Pipeline.PlanRetryAsync(run, item => item.Status is ItemStatus.Failed or ItemStatus.Unknown, null, evenIfEmpty: false, default)).ShouldNotBeNull()));
        return run;
    }

    public List<CommentLine> Lines(RunRecord run) =>
        [.. Text(run, "items.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<CommentLine>(line, DurableJson.Options)!)];

    public string Text(RunRecord run, string file)
    {
        using var blob = Blobs.OpenReadAsync($"runs/{run.RunId}/{file}", default).Result!.Content;
        return new StreamReader(blob).ReadToEnd();
    }

    public LedgerTotals Totals(RunRecord run) => Services.Ledger.GetTotalsAsync(run.Project, run.RunId, default).Result;

    public static string Post(string id, string text, long? followers = null, string? createdAt = null, string? author = null, string? url = null) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?> { ["id"] = id, ["text"] = text, ["followers"] = followers, ["createdAt"] = createdAt, ["author"] = author, ["url"] = url }
                .Where(field => field.Value is not null).ToDictionary());

    public void Dispose()
    {
        _downloads.Dispose();
        _folder.Dispose();
    }

    private async Task<RunRecord> ExecuteAsync(RunRecord run)
    {
        var settings = JsonSerializer.Deserialize<CommentsSettings>(run.SettingsJson, DurableJson.Options)!;
        await new VirtualOrchestrations(_catalog.Registry, World).RunAsync(
            CommentsNames.Batch.Run, new RunInput<CommentsSettings>(run.RunId.Value, run.Round, run.ChunkCount, settings), Pipeline.InstanceId(run));
        return (await Services.Runs.GetAsync(run.RunId, default))!;
    }
}
