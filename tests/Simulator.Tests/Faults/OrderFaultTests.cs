using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.Faults;

public sealed class OrderFaultTests
{
    [Fact]
    public async Task A_rate_limit_comes_with_or_without_Retry_After_and_accepts_nothing()
    {
        await using var simulator = await StartAsync("""
            [{"match":{"operation":"submit","nth":1},"fault":{"kind":"rate-limit","retryAfterSeconds":7}},
             {"match":{"operation":"submit","nth":2},"fault":{"kind":"rate-limit"}}]
            """);
        using var with = await simulator.PostVideoAsync("x");
        using var without = await simulator.PostVideoAsync("x");
        with.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        with.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        without.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        without.Headers.RetryAfter.ShouldBeNull();
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task An_error_before_acceptance_costs_nothing_and_one_after_it_does(int status)
    {
        await using var simulator = await StartAsync($$"""
            [{"match":{"operation":"submit","nth":1},"fault":{"kind":"error-before-accept","status":{{status}} } },
             {"match":{"operation":"submit","nth":2},"fault":{"kind":"error-after-accept","status":{{status}} } }]
            """);
        using var before = await simulator.PostVideoAsync("x");
        ((int)before.StatusCode).ShouldBe(status);
        (await simulator.ChargesAsync()).ShouldBeEmpty();

        using var after = await simulator.PostVideoAsync("x");
        ((int)after.StatusCode).ShouldBe(status);
        (await after.Content.ReadAsStringAsync()).ShouldBe(await before.Content.ReadAsStringAsync());
        var call = (await simulator.ChargesAsync()).Single();
        call.Flag("charged").ShouldBeTrue();
        call.Flag("replyLost").ShouldBeTrue();
        (await simulator.TruthAsync()).Single().Texts("faults").ShouldBe(["error-after-accept"]);
    }

    [Fact]
    public async Task A_lost_reply_breaks_the_connection_and_is_charged_all_the_same()
    {
        await using var simulator = await StartAsync("""[{"match":{"operation":"submit","nth":1},"fault":{"kind":"reply-lost"}}]""");
        await Should.ThrowAsync<HttpRequestException>(() => simulator.PostVideoAsync("x"));
        var call = (await simulator.ChargesAsync()).Single();
        call.Flag("replyLost").ShouldBeTrue();
        call.Ticks().ShouldBe(4_000_000_000);

        // The next one is another call.
        await simulator.SubmitAsync("x");
        (await simulator.ChargesAsync()).Select(line => line.Text("requestId")).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hang_lasts_until_the_client_gives_up(bool isAccepted)
    {
        await using var simulator = await StartAsync(
            $$"""[{"match":{"operation":"submit"},"fault":{"kind":"hang","accepted":{{(isAccepted ? "true" : "false")}} } }]""");
        simulator.Xai.Timeout = TimeSpan.FromMilliseconds(300);
        await Should.ThrowAsync<TaskCanceledException>(() => simulator.PostVideoAsync("x"));
        (await simulator.ChargesAsync()).Length.ShouldBe(isAccepted ? 1 : 0);
    }

    [Fact]
    public async Task A_hang_is_bounded()
    {
        await using var simulator = await StartAsync("""[{"match":{"operation":"submit"},"fault":{"kind":"hang","seconds":30}}]""");
        var reply = simulator.PostVideoAsync("x");
        while (simulator.Clock.NextDue is null) await Task.Yield();
        reply.IsCompleted.ShouldBeFalse();
        simulator.Clock.Advance(TimeSpan.FromSeconds(30));
        await Should.ThrowAsync<HttpRequestException>(() => reply);
    }

    [Fact]
    public async Task An_error_at_a_poll_leaves_the_generation_alone()
    {
        await using var simulator = await StartAsync("""[{"match":{"operation":"poll","nth":1},"fault":{"kind":"poll-500","status":503}}]""");
        var id = await simulator.SubmitAsync("x");
        using var first = await simulator.PollAsync(id);
        using var second = await simulator.PollAsync(id);
        first.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await SimulatorUnderTest.ReadAsync(second)).Text("status").ShouldBe("done");
    }

    [Theory]
    [InlineData("generation-failed", "failed")]
    [InlineData("expiry", "expired")]
    public async Task A_generation_that_fails_or_expires_is_not_charged(string fault, string status)
    {
        await using var simulator = await StartAsync($$"""[{"match":{"operation":"submit"},"fault":{"kind":"{{fault}}"} }]""");
        using var response = await simulator.PollAsync(await simulator.SubmitAsync("x"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SimulatorUnderTest.ReadAsync(response)).Text("status").ShouldBe(status);
        var call = (await simulator.ChargesAsync()).Single();
        call.Flag("charged").ShouldBeFalse();
        call.Text("state").ShouldBe(status);
        (await simulator.TruthAsync()).Single().Texts("faults").ShouldBe([fault]);
    }

    [Fact]
    public async Task A_refusal_by_moderation_is_charged_at_one_provider_and_not_at_the_other()
    {
        await using var simulator = await StartAsync("""[{"match":{"operation":"submit"},"fault":{"kind":"moderation"}}]""");
        await simulator.SubmitAsync("x");
        await simulator.SubmitFalAsync("x");
        (await simulator.ChargesAsync()).Select(call => (call.Text("provider"), call.Text("state"), call.Flag("charged")))
            .ShouldBe([("xai", "refused", true), ("fal", "refused", false)]);
    }

    [Theory]
    [InlineData("generation-failed", 500, "downstream_service_error")]
    [InlineData("expiry", 504, "request_timeout")]
    public async Task A_failure_at_fal_is_completed_with_an_error(string fault, int status, string type)
    {
        await using var simulator = await StartAsync($$"""[{"match":{"operation":"submit","provider":"fal"},"fault":{"kind":"{{fault}}"} }]""");
        var reply = await simulator.SubmitFalAsync("x");
        var body = await SimulatorUnderTest.ReadAsync(await simulator.Fal.GetAsync(reply.Text("status_url")));
        body.Text("status").ShouldBe("COMPLETED");
        body.Text("error_type").ShouldBe(type);
        using var result = await simulator.Fal.GetAsync(reply.Text("response_url"));
        ((int)result.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Chat_and_images_have_faults_of_their_own()
    {
        await using var simulator = await StartAsync("""
            [{"match":{"operation":"chat"},"fault":{"kind":"error-after-accept","status":502}},
             {"match":{"operation":"image"},"fault":{"kind":"reply-lost"}}]
            """);
        var messages = new[] { new { role = "user", content = "x" } };
        using var chat = await simulator.Xai.PostAsJsonAsync("xai/v1/chat/completions", new { model = "grok-4.3", messages });
        chat.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        await Should.ThrowAsync<HttpRequestException>(() => simulator.Xai.PostAsJsonAsync("xai/v1/images/generations", new { prompt = "x" }));
        await simulator.SubmitAsync("a video is left alone");

        // Their work takes some seconds even when nobody waits for it.
        simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        (await simulator.ChargesAsync()).Select(call => (call.Text("operation"), call.Flag("replyLost"), call.Flag("charged")))
            .ShouldBe([("chat", true, true), ("image", true, true), ("video", false, true)]);
    }

    [Fact]
    public async Task Rules_choose_by_provider_number_and_interval()
    {
        await using var simulator = await StartAsync("""
            [{"match":{"operation":"submit","provider":"fal"},"fault":{"kind":"error-before-accept","status":500}},
             {"match":{"operation":"submit","provider":"xai","every":3},"fault":{"kind":"error-before-accept","status":502}},
             {"match":{"operation":"submit","provider":"xai","nth":5},"fault":{"kind":"error-before-accept","status":504}}]
            """);
        var statuses = new List<int>();
        for (var index = 0; index < 6; index++)
        {
            using var response = await simulator.PostVideoAsync("x");
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldBe([200, 200, 502, 200, 504, 502]);
        (await simulator.Fal.PostAsJsonAsync("fal/fal-ai/veo3.1", new { prompt = "x" })).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var faults = (await simulator.GetAsync("_sim/health")).GetProperty("faults");
        faults.GetProperty("error-before-accept").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Chance_follows_the_request_and_not_the_order_of_arrival()
    {
        const string Rules = """[{"match":{"operation":"submit","probability":0.3},"fault":{"kind":"error-before-accept","status":500}}]""";
        string[] prompts = [.. Enumerable.Range(0, 60).Select(index => $"prompt {index}")];
        var forward = await FailuresAsync(Rules, prompts);
        var backward = await FailuresAsync(Rules, [.. prompts.Reverse()]);
        forward.Count.ShouldBeInRange(8, 30);
        backward.ShouldBe(forward, ignoreOrder: true);
    }

    private static async Task<List<string>> FailuresAsync(string rules, string[] prompts)
    {
        await using var simulator = await StartAsync(rules);
        var failed = new List<string>();
        foreach (var prompt in prompts)
        {
            using var response = await simulator.PostVideoAsync(prompt);
            if (!response.IsSuccessStatusCode) failed.Add(prompt);
        }

        return failed;
    }

    private static Task<SimulatorUnderTest> StartAsync(string rules) => SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant, rules);
}
