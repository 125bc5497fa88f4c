using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>A file to publish, and its thumbnail.</summary>
public sealed class PublishedFile
{
    public const string VideoPath = "artifacts/run/video.mp4";
    public const string ThumbnailPath = "artifacts/run/thumbnail.png";

    public PublishedFile()
    {
        Bytes = [.. Enumerable.Range(0, 37).Select(number => (byte)(number * 7))];
        Blobs.Put(VideoPath, Bytes);
        Blobs.Put(ThumbnailPath, [1, 2, 3]);
    }

    public byte[] Bytes { get; }

    public MemoryBlobs Blobs { get; } = new();
}

/// <summary>Tables and a clock that outlive the processes of a test, and processes that publish.</summary>
public sealed class PublishingWorld(PublishedFile file)
{
    public static readonly RunId Run = RunId.Parse("20261121-095538-7f3a2c");
    public static readonly PublicationKey VideoKey = new("default", Run, "item-1", "youtube");
    public static readonly PublicationKey PostKey = VideoKey with { Target = "x" };
    private static readonly LimitBook Limits = LimitBook.Load();
    private InMemoryTableStore? _tables;

    public const int ChunkBytes = 12;

    public VirtualWorld World { get; } = new();

    public ManualTimeProvider Clock => World.Clock;

    public InMemoryTableStore Tables => _tables ??= new InMemoryTableStore(Clock);

    public PublicationStore Store => new(Tables, Clock);

    public VideoOrder VideoOrder => new()
    {
        Key = VideoKey,
        ContentPath = PublishedFile.VideoPath,
        ThumbnailPath = PublishedFile.ThumbnailPath,
        Video = new VideoPublication { Title = "A title that others have too", RunTag = "", PublishAt = Clock.GetUtcNow().AddDays(2) },
    };

    public PostOrder PostOrder { get; } = new()
    {
        Key = PostKey,
        ContentPath = PublishedFile.VideoPath,
        Post = new PostPublication("Gravity is on holiday.", ""),
        IsEnabled = true,
        Approval = new PostApproval("somebody", DateTimeOffset.UnixEpoch, "Gravity is on holiday."),
    };

    public VideoPublishing Videos(IVideoPublisher channel, ProcessLife? life = null, string owner = "one", Func<Task>? latency = null)
    {
        var (tables, process) = Tables is var all && life is null ? ((ITableStore)all, new ProcessLife()) : (new CrashingTableStore(all, life!), life!);
        return new VideoPublishing(
            new CrashingVideoPublisher(channel, process, latency), new PublicationStore(tables, Clock), file.Blobs, Quota(tables), Options(owner), Clock);
    }

    public PostPublishing Posts(IPostPublisher account, ProcessLife? life = null, string owner = "one", Func<Task>? latency = null)
    {
        var (tables, process) = Tables is var all && life is null ? ((ITableStore)all, new ProcessLife()) : (new CrashingTableStore(all, life!), life!);
        return new PostPublishing(
            new CrashingPostPublisher(account, process, latency), new PublicationStore(tables, Clock), file.Blobs, Quota(tables), Options(owner), Clock);
    }

    public Governor Governor(ITableStore tables) => new(tables, Clock, NullLogger<Governor>.Instance);

    /// <summary>Asks until there is an end.</summary>
    public async Task<PublishAnswer> ToTheEndAsync(Func<SlotGrant?, Task<PublishAnswer>> advance)
    {
        SlotGrant? place = null;
        for (var asked = 0; asked < 500; asked++)
        {
            var answer = await advance(place);
            if (answer.Outcome != PublishOutcome.Wait) return answer;
            place = answer.Place;
            await World.Delay(TimeSpan.FromSeconds(answer.WaitSeconds));
        }

        throw new InvalidOperationException("The publication never came to an end.");
    }

    public Task<PublishAnswer> ToTheEndAsync(VideoPublishing process, VideoOrder order) => ToTheEndAsync(place => process.AdvanceAsync(order, place, default));

    public Task<PublishAnswer> ToTheEndAsync(PostPublishing process, PostOrder order) => ToTheEndAsync(place => process.AdvanceAsync(order, place, default));

    private static PublishingOptions Options(string owner) => new() { Owner = owner, ChunkBytes = ChunkBytes };

    private PublishQuota Quota(ITableStore tables) => new(Governor(tables), Limits, Clock);
}
