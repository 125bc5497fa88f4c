using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.YouTube;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.YouTube;

public sealed class YouTubeVideoTests
{
    [Fact]
    public void A_video_that_is_fine_has_no_problems() => YouTubeRules.Check(YouTubeRig.Video, 1000, projectIsAudited: false).ShouldBeEmpty();

    public static TheoryData<string, VideoPublication> Problems => new()
    {
        { "title: is empty", YouTubeRig.Video with { Title = " " } },
        { "title: has 101 characters", YouTubeRig.Video with { Title = new string('a', 101) } },
        { "title: holds <", YouTubeRig.Video with { Title = "a > b" } },
        { "description: has 5001 bytes", YouTubeRig.Video with { Description = new string('a', 4999) + "é" } },
        { "tags: have 501 characters", YouTubeRig.Video with { Tags = [new string('a', 485)] } },
        { "tags: one is empty", YouTubeRig.Video with { Tags = ["a,b"] } },
        { "category: 'film'", YouTubeRig.Video with { CategoryId = "film" } },
        { "file: is of type 'image/png'", YouTubeRig.Video with { MediaType = "image/png" } },
        { "It would take the time of publication and never publish", YouTubeRig.Video with { PublishAt = DateTimeOffset.UnixEpoch } },
        { "locks what a project without an audit uploads", YouTubeRig.Video with { Visibility = VideoVisibility.Public } },
        { "only a private video can wait", YouTubeRig.Video with { Visibility = VideoVisibility.Public, PublishAt = DateTimeOffset.UnixEpoch } },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_youtube_does_not_take_is_told_before_anything_is_sent(string problem, VideoPublication video) =>
        YouTubeRules.Check(video, 1000, projectIsAudited: false).ShouldContain(line => line.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData(0)]
    [InlineData((256L << 30) + 1)]
    public void So_is_a_file_of_no_or_too_many_bytes(long lengthBytes) =>
        YouTubeRules.Check(YouTubeRig.Video, lengthBytes, projectIsAudited: true).ShouldHaveSingleItem().ShouldStartWith("file: has");

    [Fact]
    public async Task Own_videos_are_found_by_their_tag_and_not_by_their_title_over_pages_up_to_a_date()
    {
        await using var server = await YouTubeRig.StartAsync(context => context.AnswerAsync(200, (context.Request.Path.Value, context.Request.Query["pageToken"].ToString()) switch
        {
            ("/youtube/v3/channels", _) => """{"items":[{"contentDetails":{"relatedPlaylists":{"uploads":"UU1"}}}]}""",
            ("/youtube/v3/playlistItems", "") => """{"items":[{"snippet":{"publishedAt":"2026-11-20T12:00:00Z"},"contentDetails":{"videoId":"newest"}}],"nextPageToken":"p2"}""",
            ("/youtube/v3/playlistItems", "p2") => """{"items":[{"snippet":{"publishedAt":"2026-11-20T10:00:00Z"},"contentDetails":{"videoId":"ours"}},{"snippet":{"publishedAt":"2026-11-19T10:00:00Z"},"contentDetails":{"videoId":"broken"}}],"nextPageToken":"p3"}""",
            ("/youtube/v3/videos", _) => Videos(context.Request.Query["id"].ToString()),
            _ => throw new InvalidOperationException(context.Request.Path),
        }));
        using var youtube = YouTubeRig.Provider(server.Url);

        var found = await youtube.Videos.FindOwnAsync("fp-0123456789ab", new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), default);
        await youtube.Videos.FindOwnAsync("fp-0123456789ab", new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero), default);

        found.ShouldHaveSingleItem().Id.ShouldBe("ours");
        server.ApiRequests().Count(request => request.Path.StartsWith("/youtube/v3/channels", StringComparison.Ordinal)).ShouldBe(1);
        server.ApiRequests().ShouldNotContain(request => request.Path.Contains("p3", StringComparison.Ordinal));
        server.ApiRequests()[4].Path.ShouldBe("/youtube/v3/videos?part=snippet,status,processingDetails&id=ours%2Cbroken");
    }

    private static string Videos(string ids) => "{\"items\":[" + string.Join(',', ids.Split(',').Select(id => id switch
    {
        "newest" => """{"id":"newest","snippet":{"title":"A fox & a contract"},"status":{"uploadStatus":"processed"}}""",
        "ours" => """{"id":"ours","snippet":{"title":"A fox & a contract","tags":["x","fp-0123456789ab"]},"status":{"uploadStatus":"processed"}}""",
        _ => """{"id":"broken","snippet":{"tags":["fp-0123456789ab"]},"status":{"uploadStatus":"failed","failureReason":"uploadAborted"}}""",
    })) + "]}";

    [Theory]
    [InlineData("""{"uploadStatus":"uploaded"}""", "processing", VideoProcessing.Running, null)]
    [InlineData("""{"uploadStatus":"uploaded"}""", "terminated", VideoProcessing.Failed, "terminated")]
    [InlineData("""{"uploadStatus":"processed"}""", "succeeded", VideoProcessing.Succeeded, null)]
    [InlineData("""{"uploadStatus":"failed","failureReason":"codec"}""", "failed", VideoProcessing.Failed, "codec")]
    [InlineData("""{"uploadStatus":"rejected","rejectionReason":"duplicate"}""", "succeeded", VideoProcessing.Rejected, "duplicate")]
    [InlineData("""{"uploadStatus":"deleted"}""", "succeeded", VideoProcessing.Deleted, null)]
    [InlineData("""{"uploadStatus":"something new"}""", "processing", VideoProcessing.Running, null)]
    public async Task How_a_video_stands_is_read(string status, string processing, VideoProcessing state, string? reason)
    {
        await using var server = await YouTubeRig.StartAsync(context =>
            context.AnswerAsync(200, $$$"""{"items":[{"id":"dQw4w9WgXcQ","status":{{{status}}},"processingDetails":{"processingStatus":"{{{processing}}}"}}]}"""));
        using var youtube = YouTubeRig.Provider(server.Url);

        var video = (await youtube.Videos.GetAsync("dQw4w9WgXcQ", default)).ShouldNotBeNull();

        (video.Processing, video.Reason).ShouldBe((state, reason));
    }

    [Fact]
    public async Task A_video_that_is_not_listed_is_gone()
    {
        await using var server = await YouTubeRig.StartAsync(context => context.AnswerAsync(200, """{"items":[]}"""));
        using var youtube = YouTubeRig.Provider(server.Url);

        (await youtube.Videos.GetAsync("dQw4w9WgXcQ", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_of_the_status_sends_all_of_it_because_what_is_left_out_is_erased()
    {
        await using var server = await YouTubeRig.StartAsync(context =>
            context.AnswerAsync(200, """{"id":"dQw4w9WgXcQ","status":{"privacyStatus":"private","publishAt":"2026-11-22T17:00:00Z"}}"""));
        using var youtube = YouTubeRig.Provider(server.Url, isAudited: true);
        var at = new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.FromHours(1));

        var now = await youtube.Videos.SetVisibilityAsync("dQw4w9WgXcQ", YouTubeRig.Video with { PublishAt = at }, default);

        now.PublishAt.ShouldBe(at);
        var seen = server.ApiRequests().ShouldHaveSingleItem();
        (seen.Method, seen.Path).ShouldBe(("PUT", "/youtube/v3/videos?part=status"));
        JsonElement.Parse(seen.Body).GetRawText().ShouldBe(
            """{"id":"dQw4w9WgXcQ","status":{"privacyStatus":"private","license":"youtube","embeddable":true,"publicStatsViewable":true,"selfDeclaredMadeForKids":false,"containsSyntheticMedia":true,"publishAt":"2026-11-22T17:00:00Z"}}""");
    }

    [Theory]
    [InlineData("image/png", (2 << 20) + 1)]
    [InlineData("image/webp", 100)]
    [InlineData("image/png", 0)]
    public async Task A_thumbnail_that_is_too_large_or_of_another_kind_is_not_sent(string mediaType, int lengthBytes)
    {
        await using var server = await YouTubeRig.StartAsync(context => context.AnswerAsync(200, "{}"));
        using var youtube = YouTubeRig.Provider(server.Url);

        var failure = (await Should.ThrowAsync<ProviderException>(() => youtube.Videos.SetThumbnailAsync("v", new InlineImage(mediaType, new byte[lengthBytes]), default))).Failure;

        failure.NeverLeft.ShouldBeTrue();
        failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public void Credentials_that_are_missing_are_named_and_a_token_does_not_travel_in_the_clear()
    {
        Should.Throw<ArgumentException>(() => Open(new YouTubeOptions("id", "secret", " "))).Message.ShouldContain("YOUTUBE_REFRESH_TOKEN");
        Should.Throw<ArgumentException>(() => Open(new YouTubeOptions("id", "secret", "token") { BaseUrl = new Uri("http://example.com") })).Message.ShouldContain("plain http");

        static YouTubeProvider Open(YouTubeOptions options) => new(options, TimeProvider.System, new Random(1), new RecordingLoggers());
    }
}
