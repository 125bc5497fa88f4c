using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.YouTube;

public sealed class YouTubeUploadTests
{
    private const long Total = 600_000;

    [Fact]
    public async Task A_session_is_opened_for_a_private_video_that_says_it_is_synthetic_and_carries_the_run_tag()
    {
        await using var server = await YouTubeRig.StartAsync(context =>
        {
            context.Response.Headers.Location = $"http://{context.Request.Host}/upload/youtube/v3/videos?uploadType=resumable&upload_id=abc";
            return context.AnswerAsync(200);
        });
        using var youtube = YouTubeRig.Provider(server.Url, isAudited: true);

        var session = await youtube.Videos.StartSessionAsync(YouTubeRig.Video with { PublishAt = DateTimeOffset.UnixEpoch.AddYears(80) }, Total, default);

        session.ShouldEndWith("upload_id=abc");
        var seen = server.ApiRequests().ShouldHaveSingleItem();
        seen.Method.ShouldBe("POST");
        seen.Path.ShouldBe("/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status&notifySubscribers=false");
        seen.Headers["Authorization"].ShouldBe("Bearer token-1");
        seen.Headers["X-Upload-Content-Length"].ShouldBe("600000");
        seen.Headers["X-Upload-Content-Type"].ShouldBe("video/mp4");
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("snippet").GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["fox", "short film", "fp-0123456789ab"]);
        var status = body.GetProperty("status");
        status.GetProperty("privacyStatus").GetString().ShouldBe("private");
        status.GetProperty("containsSyntheticMedia").GetBoolean().ShouldBeTrue();
        status.TryGetProperty("publishAt", out _).ShouldBeFalse();
        server.Seen.First().Body.ShouldBe(
            "grant_type=refresh_token&client_id=client-id&client_secret=GOCSPX-client-secret-0123&refresh_token=1%2F%2Frefresh-token-0123456789");
    }

    [Theory]
    [InlineData("bytes=0-262143", 262_144)]
    [InlineData("0-262143", 262_144)]
    [InlineData("bytes=0-41", 42)]
    [InlineData(null, 0)]
    public async Task Where_to_go_on_is_what_the_session_says_and_nothing_without_a_range(string? range, long offset)
    {
        await using var server = await YouTubeRig.StartAsync(YouTubeRig.Incomplete(range));
        using var youtube = YouTubeRig.Provider(server.Url);
        var session = new Uri(server.Url, "up?upload_id=abc").AbsoluteUri;

        (await youtube.Videos.SendChunkAsync(session, new UploadChunk(0, new byte[262_144], Total), default)).ShouldBe(new UploadStep.Stored(offset));
        (await youtube.Videos.QueryAsync(session, Total, default)).ShouldBe(new UploadStep.Stored(offset));

        var requests = server.ApiRequests();
        requests[0].Method.ShouldBe("PUT");
        requests[0].Path.ShouldBe("/up?upload_id=abc");
        requests[0].Headers["Content-Range"].ShouldBe("bytes 0-262143/600000");
        requests[0].Headers["Content-Length"].ShouldBe("262144");
        requests[1].Headers["Content-Range"].ShouldBe("bytes */600000");
        requests[1].Headers["Content-Length"].ShouldBe("0");
    }

    [Theory]
    [InlineData("bytes=0-600000")]
    [InlineData("bytes=5-9")]
    [InlineData("somewhere")]
    public async Task A_range_that_cannot_be_is_not_believed(string range)
    {
        await using var server = await YouTubeRig.StartAsync(YouTubeRig.Incomplete(range));
        using var youtube = YouTubeRig.Provider(server.Url);

        var failure = await Rig.FailureOfAsync(youtube.Videos.QueryAsync(server.Url.AbsoluteUri, Total, default));

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.Message.ShouldContain(range);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task The_last_chunk_gives_the_video(int status)
    {
        await using var server = await YouTubeRig.StartAsync(context =>
            context.AnswerAsync(status, """{"id":"dQw4w9WgXcQ","snippet":{"publishedAt":"2026-11-20T10:00:00Z"},"status":{"uploadStatus":"uploaded","privacyStatus":"private"}}"""));
        using var youtube = YouTubeRig.Provider(server.Url);

        var done = (await youtube.Videos.SendChunkAsync(server.Url.AbsoluteUri, new UploadChunk(599_999, new byte[1], Total), default)).ShouldBeOfType<UploadStep.Done>();

        done.Video.ShouldBe(new PublishedVideo("dQw4w9WgXcQ", VideoProcessing.Running)
        {
            Visibility = VideoVisibility.Private, UploadedAt = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), Url = new Uri("https://youtu.be/dQw4w9WgXcQ"),
        });
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_session_that_is_over_is_an_answer(int status)
    {
        await using var server = await YouTubeRig.StartAsync(context => context.AnswerAsync(status));
        using var youtube = YouTubeRig.Provider(server.Url);

        (await youtube.Videos.QueryAsync(server.Url.AbsoluteUri, Total, default)).ShouldBeOfType<UploadStep.SessionGone>();
    }

    [Theory]
    [InlineData(200, "{}", true)]
    [InlineData(500, "", true)]
    [InlineData(503, "<html>", true)]
    [InlineData(400, "", false)]
    [InlineData(403, """{"error":{"code":403,"message":"no","errors":[{"domain":"youtube.quota","reason":"quotaExceeded"}]}}""", false)]
    public async Task A_chunk_is_sent_once_and_its_failure_tells_whether_it_may_have_arrived(int status, string body, bool mayHaveArrived)
    {
        await using var server = await YouTubeRig.StartAsync(context => context.AnswerAsync(status, body));
        using var youtube = YouTubeRig.Provider(server.Url);

        var failure = await Rig.FailureOfAsync(youtube.Videos.SendChunkAsync(server.Url.AbsoluteUri, new UploadChunk(599_999, new byte[1], Total), default));

        failure.MayHaveArrived.ShouldBe(mayHaveArrived);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        server.ApiRequests().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(403, "quotaExceeded", ProviderErrorCode.RateLimited)]
    [InlineData(400, "uploadLimitExceeded", ProviderErrorCode.RateLimited)]
    [InlineData(403, "forbidden", ProviderErrorCode.Forbidden)]
    [InlineData(400, "invalidTitle", ProviderErrorCode.InvalidRequest)]
    public async Task Reasons_of_errors_are_read_and_a_quota_is_not_a_ban(int status, string reason, ProviderErrorCode code)
    {
        await using var server = await YouTubeRig.StartAsync(context =>
            context.AnswerAsync(status, $$$"""{"error":{"code":{{{status}}},"message":"words","errors":[{"message":"words","domain":"youtube","reason":"{{{reason}}}"}]}}"""));
        using var youtube = YouTubeRig.Provider(server.Url);

        var failure = await Rig.FailureOfAsync(youtube.Videos.StartSessionAsync(YouTubeRig.Video, Total, default));

        failure.Code.ShouldBe(code);
        failure.ProviderCode.ShouldBe(reason);
        failure.MayHaveArrived.ShouldBeFalse();
    }

    [Fact]
    public async Task A_lost_reply_may_have_arrived_and_is_not_sent_again_even_on_a_reused_connection()
    {
        await using var server = await YouTubeRig.StartAsync(YouTubeRig.Incomplete("bytes=0-262143"), context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var youtube = YouTubeRig.Provider(server.Url);
        await youtube.Videos.SendChunkAsync(server.Url.AbsoluteUri, new UploadChunk(0, new byte[262_144], Total), default);

        var failure = await Rig.FailureOfAsync(youtube.Videos.SendChunkAsync(server.Url.AbsoluteUri, new UploadChunk(262_144, new byte[262_144], Total), default));

        failure.MayHaveArrived.ShouldBeTrue();
        server.ApiRequests().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_session_elsewhere_does_not_get_the_token()
    {
        await using var server = await YouTubeRig.StartAsync(YouTubeRig.Incomplete(null));
        await using var stranger = await TestServer.StartAsync(200);
        using var youtube = YouTubeRig.Provider(server.Url);

        var failure = await Rig.FailureOfAsync(youtube.Videos.QueryAsync(stranger.Url.AbsoluteUri, Total, default));

        failure.NeverLeft.ShouldBeTrue();
        stranger.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_the_request_goes_out_again_because_it_was_not_taken()
    {
        await using var server = await YouTubeRig.StartAsync(context => context.AnswerAsync(401), YouTubeRig.Incomplete("bytes=0-41"));
        using var youtube = YouTubeRig.Provider(server.Url);

        (await youtube.Videos.QueryAsync(server.Url.AbsoluteUri, Total, default)).ShouldBe(new UploadStep.Stored(42));

        server.ApiRequests().Select(request => request.Headers["Authorization"]).ShouldBe(["Bearer token-1", "Bearer token-2"]);
    }

    [Fact]
    public async Task A_token_serves_until_shortly_before_its_end()
    {
        var clock = new ManualTimeProvider();
        await using var server = await YouTubeRig.StartAsync(YouTubeRig.Incomplete(null));
        using var youtube = YouTubeRig.Provider(server.Url, clock);

        await youtube.Videos.QueryAsync(server.Url.AbsoluteUri, Total, default);
        clock.Advance(TimeSpan.FromMinutes(53));
        await youtube.Videos.QueryAsync(server.Url.AbsoluteUri, Total, default);
        clock.Advance(TimeSpan.FromMinutes(1));
        await youtube.Videos.QueryAsync(server.Url.AbsoluteUri, Total, default);

        server.ApiRequests().Select(request => request.Headers["Authorization"]).ShouldBe(["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
    }

    [Fact]
    public async Task A_consent_that_ended_is_told_with_what_to_do_and_without_secrets()
    {
        await using var server = await TestServer.StartAsync(400, $$"""{"error":"invalid_grant","error_description":"{{YouTubeRig.RefreshToken}} has been expired or revoked."}""");
        var loggers = new RecordingLoggers();
        using var youtube = YouTubeRig.Provider(server.Url, loggers: loggers);

        var failure = await Rig.FailureOfAsync(youtube.Videos.StartSessionAsync(YouTubeRig.Video, Total, default));

        failure.Code.ShouldBe(ProviderErrorCode.Unauthorized);
        failure.MayHaveArrived.ShouldBeFalse();
        failure.Hint.ShouldContain("seven days");
        foreach (var text in loggers.Lines.Append(failure.ToString()))
        {
            text.ShouldNotContain(YouTubeRig.RefreshToken);
            text.ShouldNotContain(YouTubeRig.ClientSecret);
        }
    }

    [Fact]
    public async Task A_token_that_is_echoed_does_not_show()
    {
        await using var server = await YouTubeRig.StartAsync(context =>
            context.AnswerAsync(400, $$$"""{"error":{"code":400,"message":"you sent {{{context.Request.Headers.Authorization.ToString()["Bearer ".Length..]}}}"}}"""));
        var loggers = new RecordingLoggers();
        using var youtube = YouTubeRig.Provider(server.Url, loggers: loggers);

        var failure = await Rig.FailureOfAsync(youtube.Videos.GetAsync("dQw4w9WgXcQ", default));

        failure.Message.ShouldBe("you sent [secret]");
        loggers.Lines.ShouldAllBe(line => !line.Contains("token-1", StringComparison.Ordinal));
    }
}
