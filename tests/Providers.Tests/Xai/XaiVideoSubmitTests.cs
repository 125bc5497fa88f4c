using System.Text.Json;
using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.Xai;

namespace FunctionsPipeline.Providers.Tests.Xai;

public sealed class XaiVideoSubmitTests
{
    [Fact]
    public async Task A_submit_sends_the_documented_body_with_the_key_in_a_header()
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"abc-123"}""");
        using var provider = Rig.Xai(new Uri(server.Url, "/xai"));

        (await provider.SubmitAsync()).ShouldBe("abc-123");

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Method.ShouldBe("POST");
        seen.Path.ShouldBe("/xai/v1/videos/generations");
        seen.Headers["Authorization"].ShouldBe("Bearer " + Rig.XaiKey);
        seen.Headers["Content-Type"].ShouldBe("application/json");
        seen.Headers.Keys.ShouldNotContain("traceparent");
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("model").GetString().ShouldBe("grok-imagine-video");
        body.GetProperty("prompt").GetString().ShouldBe(Rig.XaiClip.Prompt);
        body.GetProperty("duration").GetInt32().ShouldBe(4);
        body.GetProperty("aspect_ratio").GetString().ShouldBe("16:9");
        body.GetProperty("resolution").GetString().ShouldBe("480p");
        body.TryGetProperty("seed", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_first_frame_and_the_sound_switch_are_sent_to_the_model_that_takes_them()
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"abc"}""");
        using var provider = Rig.Xai(server.Url);

        await provider.SubmitAsync(new VideoRequest("grok-imagine-video-1.5", "Zoom in", 15, null, "1080p")
        {
            ImageUrl = "https://example.com/a.png",
            GenerateAudio = false,
        });

        var body = JsonElement.Parse(server.Seen.Single().Body);
        body.GetProperty("image").GetProperty("url").GetString().ShouldBe("https://example.com/a.png");
        body.GetProperty("generate_audio").GetBoolean().ShouldBeFalse();
        body.TryGetProperty("aspect_ratio", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/")]
    public async Task The_base_url_may_end_in_v1_as_other_tools_want_it(string path)
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"abc"}""");
        using var provider = Rig.Xai(new Uri(server.Url, path));

        await provider.SubmitAsync();

        server.Seen.Single().Path.ShouldBe("/v1/videos/generations");
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"Bad duration","type":"invalid_request_error","code":"invalid-argument"}}""", ProviderErrorCode.InvalidRequest, "Bad duration", "invalid-argument")]
    [InlineData(400, """{"code":"invalid-argument","error":"Bad duration"}""", ProviderErrorCode.InvalidRequest, "Bad duration", "invalid-argument")]
    [InlineData(400, """{"error":"Bad duration"}""", ProviderErrorCode.InvalidRequest, "Bad duration", null)]
    [InlineData(400, """{"error":{"message":"Incorrect API key provided"}}""", ProviderErrorCode.Unauthorized, "Incorrect API key provided", null)]
    [InlineData(401, "", ProviderErrorCode.Unauthorized, "no reason given", null)]
    [InlineData(403, """{"code":"permission_denied","error":"Team is blocked"}""", ProviderErrorCode.Forbidden, "Team is blocked", "permission_denied")]
    [InlineData(400, """{"error":"Rejected by content moderation"}""", ProviderErrorCode.ContentRefused, "Rejected by content moderation", null)]
    [InlineData(404, """{"error":"No such model"}""", ProviderErrorCode.NotFound, "No such model", null)]
    [InlineData(415, "", ProviderErrorCode.InvalidRequest, "no reason given", null)]
    [InlineData(422, """{"error":"duration: missing"}""", ProviderErrorCode.InvalidRequest, "duration: missing", null)]
    public async Task A_4xx_says_not_accepted_so_no_money_was_spent(
        int status, string json, ProviderErrorCode code, string message, string? providerCode)
    {
        await using var server = await TestServer.StartAsync(status, json);
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(code);
        failure.Message.ShouldBe(message);
        failure.ProviderCode.ShouldBe(providerCode);
        failure.HttpStatus.ShouldBe(status);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeFalse();
        failure.NeverLeft.ShouldBeFalse();
        failure.Describe().ShouldContain("No money was spent");
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_limit_may_be_tried_again_and_carries_the_wait_asked_for()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return context.AnswerAsync(429, """{"error":"slow down"}""");
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.RateLimited);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(408, ProviderErrorCode.Timeout)]
    [InlineData(499, ProviderErrorCode.Timeout)]
    [InlineData(500, ProviderErrorCode.ServerError)]
    [InlineData(502, ProviderErrorCode.ServerError)]
    [InlineData(503, ProviderErrorCode.ServerError)]
    [InlineData(504, ProviderErrorCode.ServerError)]
    [InlineData(302, ProviderErrorCode.UnexpectedReply)]
    public async Task A_status_that_leaves_it_open_may_have_cost_money_and_is_not_sent_again(int status, ProviderErrorCode code)
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return context.AnswerAsync(status, "");
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(code);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.IsRetryable.ShouldBeFalse();
        failure.Describe().ShouldContain("ledger resolve");
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>gateway</html>")]
    [InlineData("""{"request_id":""}""")]
    [InlineData("""{"request_id":"../../v1/models"}""")]
    [InlineData("""{"request_id":".."}""")]
    [InlineData("""{"code":"x","error":"an error in a good status"}""")]
    public async Task A_good_status_without_a_usable_id_may_have_cost_money(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task A_reply_without_end_is_cut_off()
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk);
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.Message.ShouldContain("longer than 1048576 bytes");
    }

    [Fact]
    public async Task A_reservation_for_another_provider_is_refused_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"abc"}""");
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(Reserved.RunAsync(
            FalProvider.Id, reservation => provider.Video.SubmitAsync(Rig.XaiClip, reservation, CancellationToken.None)));

        failure.Code.ShouldBe(ProviderErrorCode.ReservationMismatch);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_the_model_cannot_do_is_refused_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"abc"}""");
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync(Rig.XaiClip with { DurationSeconds = 60 }));

        failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        failure.NeverLeft.ShouldBeTrue();
        failure.Message.ShouldBe("duration: 60 s is not offered by grok-imagine-video; 1 to 15 s");
        server.Seen.ShouldBeEmpty();
    }
}
