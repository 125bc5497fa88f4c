using System.Security.Cryptography;
using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.X;
using FunctionsPipeline.Providers.YouTube;
using FunctionsPipeline.Simulator;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>The protocol over the real adapters, against the simulator's YouTube and X: the wire format and the faults are in it.</summary>
public sealed class SimulatedPublishingTests : IDisposable
{
    private const int ChunkBytes = 256 * 1024;
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryBlobs _blobs = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryTableStore _tables;
    private readonly byte[] _video = new byte[(3 * ChunkBytes) + 1000];

    public SimulatedPublishingTests()
    {
        _tables = new InMemoryTableStore(_clock);
        new Random(1).NextBytes(_video);
        _blobs.Put(PublishedFile.VideoPath, _video);
        _blobs.Put(PublishedFile.ThumbnailPath, [0x89, 0x50, 0x4E, 0x47]);
    }

    public static TheoryData<string, string> VideoFaults => new()
    {
        { "", "Done" },
        { Rule("upload-start", "error-after-accept"), "Done" },
        { Rule("upload-chunk", "error-after-accept", 2), "Done" },
        { Rule("upload-chunk", "reply-lost", 4), "Done" },
        { Rule("upload-chunk", "error-after-accept", 4) + "," + Rule("upload-query", "session-expired"), "Done" },
        { Rule("upload-chunk", "session-expired", 2), "Done" },
        { Rule("upload-chunk", "session-expired", 4), "Unknown" },
        { Rule("upload-chunk", "partial-chunk", 2), "Done" },
        { Rule("upload-chunk", "range-missing", 2), "Done" },
        { Rule("upload-chunk", "rate-limit", 3), "Done" },
        { Rule("upload-start", "quota-exceeded"), "Done" },
        { Rule("upload-start", "processing-failed"), "Partial" },
        { Rule("update", "error-before-accept") + "," + Rule("update", "reply-lost", 2), "Done" },
        { Rule("list", "error-before-accept"), "Done" },
    };

    [Theory]
    [MemberData(nameof(VideoFaults))]
    public async Task A_video_is_published_once_whatever_the_simulator_does(string rules, string end)
    {
        await using var simulator = await StartAsync(rules);
        using var youtube = YouTube(simulator);
        var order = VideoOrder();

        var answer = await ToTheEndAsync(place => Process(youtube.Videos).AdvanceAsync(order, place, default));

        answer.State.ToString().ShouldBe(end, answer.Message);
        var published = await PublishedAsync(simulator);
        var videos = published.GetProperty("videos").EnumerateArray().ToList();
        videos.Count.ShouldBe(end == "Unknown" ? 0 : 1);
        if (end == "Unknown") return;
        videos[0].GetProperty("id").GetString().ShouldBe(answer.RemoteId);
        videos[0].GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_video)));
        if (end != "Done") return;
        videos[0].GetProperty("hasThumbnail").GetBoolean().ShouldBeTrue();
        var status = videos[0].GetProperty("resource").GetProperty("status");
        status.GetProperty("publishAt").GetDateTimeOffset().ShouldBe(order.Video.PublishAt!.Value);
        status.GetProperty("containsSyntheticMedia").GetBoolean().ShouldBeTrue();
    }

    public static TheoryData<string, string> PostFaults => new()
    {
        { "", "Done" },
        { Rule("upload-chunk", "reply-lost"), "Done" },
        { Rule("upload-chunk", "session-expired"), "Done" },
        { Rule("upload-query", "reply-lost"), "Done" },
        { Rule("publish", "error-after-accept"), "Done" },
        { Rule("publish", "reply-lost"), "Done" },
        { Rule("publish", "odd-answer"), "Done" },
        { Rule("publish", "rate-limit"), "Done" },
        { Rule("publish", "error-before-accept"), "Unknown" },
        { Rule("upload-start", "processing-failed"), "Failed" },
    };

    [Theory]
    [MemberData(nameof(PostFaults))]
    public async Task A_post_is_made_once_whatever_the_simulator_does(string rules, string end)
    {
        await using var simulator = await StartAsync(rules);
        using var x = X(simulator);
        var order = new PublishingWorld(new PublishedFile()).PostOrder;

        var answer = await ToTheEndAsync(place => new PostPublishing(x.Publisher!, new PublicationStore(_tables, _clock), _blobs, Quota(), Options(), _clock).AdvanceAsync(order, place, default));

        answer.State.ToString().ShouldBe(end, answer.Message);
        var posts = (await PublishedAsync(simulator)).GetProperty("posts").EnumerateArray().ToList();
        posts.Count.ShouldBe(end == "Done" ? 1 : 0);
        if (end != "Done") return;
        posts[0].GetProperty("id").GetString().ShouldBe(answer.RemoteId);
        posts[0].GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_video)));
        posts[0].GetProperty("resource").GetProperty("made_with_ai").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_hundred_and_first_upload_of_a_day_waits_for_midnight_pacific_although_only_the_provider_knew()
    {
        await using var simulator = await StartAsync("");
        using var youtube = YouTube(simulator);
        for (var count = 0; count < 100; count++) await youtube.Videos.StartSessionAsync(VideoOrder().Video with { RunTag = "fp-0" }, 10, default);

        var answer = await Process(youtube.Videos).AdvanceAsync(VideoOrder(), null, default);

        // 1 November 2026, 12:00 UTC: the clocks of Los Angeles went back that night, so midnight is at 08:00 UTC.
        (answer.Outcome, answer.Code).ShouldBe((PublishOutcome.Wait, "quota"));
        answer.NotBefore.ShouldBe(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        _clock.Advance(TimeSpan.FromSeconds(answer.WaitSeconds) + TimeSpan.FromSeconds(5));
        (await Process(youtube.Videos).AdvanceAsync(VideoOrder() with { Video = VideoOrder().Video with { PublishAt = null } }, null, default)).Code.ShouldNotBe("quota");
    }

    public void Dispose() => _folder.Dispose();

    private static string Rule(string operation, string kind, int nth = 1) => $$$"""{"match":{"operation":"{{{operation}}}","nth":{{{nth}}}},"fault":{"kind":"{{{kind}}}"}}""";

    private static PublishingOptions Options() => new() { Owner = "one", OwnerIsAlone = true, ChunkBytes = ChunkBytes };

    private async Task<SimulatorHost> StartAsync(string rules)
    {
        var faults = Path.Combine(_folder.Path, "faults.json");
        await File.WriteAllTextAsync(faults, $"[{rules}]");
        return await SimulatorHost.StartAsync(new SimulatorOptions { Seed = 11, TimeScale = 1, Faults = faults }, _clock, default);
    }

    private YouTubeProvider YouTube(SimulatorHost simulator)
    {
        var url = new Uri(simulator.Address, "youtube");
        var options = new YouTubeOptions("client", "secret", "refresh") { BaseUrl = url, TokenUrl = url, ProjectIsAudited = true };
        return new YouTubeProvider(options, _clock, new Random(1), NullLoggerFactory.Instance);
    }

    private XProvider X(SimulatorHost simulator) => new(
        new XOptions("app") { UserToken = "user", BaseUrl = new Uri(simulator.Address, "x") }, _clock, new Random(1), NullLoggerFactory.Instance);

    private VideoOrder VideoOrder()
    {
        var order = new PublishingWorld(new PublishedFile()).VideoOrder;
        return order with { Video = order.Video with { PublishAt = new DateTimeOffset(2026, 11, 5, 18, 0, 0, TimeSpan.Zero) } };
    }

    // A new process each time: nothing but the row is remembered.
    private VideoPublishing Process(IVideoPublisher publisher) => new(publisher, new PublicationStore(_tables, _clock), _blobs, Quota(), Options(), _clock);

    private PublishQuota Quota() => new(new Governor(_tables, _clock, NullLogger<Governor>.Instance), LimitBook.Load(), new ImpatientClock(_clock));

    private async Task<PublishAnswer> ToTheEndAsync(Func<SlotGrant?, Task<PublishAnswer>> advance)
    {
        SlotGrant? place = null;
        for (var asked = 0; asked < 100; asked++)
        {
            var answer = await advance(place);
            if (answer.Outcome != PublishOutcome.Wait) return answer;
            place = answer.Place;
            _clock.Advance(TimeSpan.FromSeconds(answer.WaitSeconds));
        }

        throw new InvalidOperationException("The publication never came to an end.");
    }

    private static async Task<JsonElement> PublishedAsync(SimulatorHost simulator)
    {
        using var client = new HttpClient();
        return JsonElement.Parse(await client.GetStringAsync(new Uri(simulator.Address, "_sim/published")));
    }

    /// <summary>Whoever waits on it moves the clock by as much: nobody else would.</summary>
    private sealed class ImpatientClock(ManualTimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            clock.Advance(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
