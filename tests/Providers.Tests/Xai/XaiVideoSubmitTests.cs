using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Http;
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

    [Fact]
    public async Task A_lost_reply_may_have_cost_money_and_is_not_sent_again()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ConnectionLost);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.NeverLeft.ShouldBeFalse();
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_lost_on_a_reused_connection_is_not_sent_again_by_the_connection_pool()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, """{"request_id":"first"}"""),
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }));
        using var provider = Rig.Xai(server.Url);
        await provider.SubmitAsync();

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        server.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_cut_in_the_middle_may_have_cost_money()
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.AnswerAsync(200, """{"request_""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ConnectionLost);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task A_hanging_submit_ends_with_the_time_limit_and_may_have_cost_money()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        using var provider = Rig.Xai(server.Url, clock);

        var submit = provider.SubmitAsync();
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(61));
        var failure = await Rig.FailureOfAsync(submit);

        failure.Code.ShouldBe(ProviderErrorCode.Timeout);
        failure.Message.ShouldBe("no complete reply within 60 s");
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.NeverLeft.ShouldBeFalse();
    }

    [Fact]
    public async Task A_submit_that_waits_for_a_connection_until_the_time_limit_never_left()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        var http = new ProviderHttpOptions { ConnectionsMax = 1, SubmitTimeout = TimeSpan.FromSeconds(60), SynchronousTimeout = TimeSpan.FromSeconds(150) };
        using var provider = Rig.Xai(server.Url, clock, http);
        using var giveUp = new CancellationTokenSource();
        var chat = Reserved.RunAsync(XaiProvider.Id, reservation =>
            provider.Chat.SubmitAsync(new ChatRequest("grok-4.3", [new ChatMessage("user", "hello")]), reservation, giveUp.Token));
        await arrived.Task;

        var submit = provider.SubmitAsync();
        while (clock.NextDue > clock.GetUtcNow() + TimeSpan.FromSeconds(60)) await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(61));
        var failure = await Rig.FailureOfAsync(submit);

        failure.Code.ShouldBe(ProviderErrorCode.Timeout);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
        server.Seen.Count.ShouldBe(1);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => chat);
    }

    [Fact]
    public async Task A_refused_connection_never_left()
    {
        await using var server = await TestServer.StartAsync(200);
        var url = server.Url;
        await server.DisposeAsync();
        using var provider = Rig.Xai(url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ConnectionRefused);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_host_is_a_name_failure_and_never_left()
    {
        using var provider = Rig.Xai(new Uri("https://no-such-host.invalid"));

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.DnsFailure);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_a_tls_failure_and_never_left()
    {
        using var certificate = Answers.SelfSignedCertificate();
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(200), certificate);
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.TlsFailure);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeFalse();
        server.Seen.ShouldBeEmpty();
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
    public async Task A_cancelled_submit_is_cancelled_and_not_a_failure()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await TestServer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await context.HangAsync();
        });
        using var provider = Rig.Xai(server.Url);

        await Should.ThrowAsync<OperationCanceledException>(() => provider.SubmitAsync(null, cancel.Token));
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
