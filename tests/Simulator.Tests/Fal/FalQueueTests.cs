using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.Fal;

public sealed class FalQueueTests
{
    private const string Kling = "fal-ai/kling-video/v2.1/master/text-to-video";

    [Fact]
    public async Task A_submit_answers_with_id_links_and_position()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var reply = await simulator.SubmitFalAsync("a ball", Kling);
        // Links are followed under owner and app, whatever endpoint of the app was called.
        var root = $"{simulator.Address}fal/fal-ai/kling-video/requests/{reply.Text("request_id")}";
        reply.Text("status_url").ShouldBe(root + "/status");
        reply.Text("response_url").ShouldBe(root + "/response");
        reply.Text("cancel_url").ShouldBe(root + "/cancel");
        reply.GetProperty("queue_position").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_request_waits_runs_and_completes_when_the_one_before_it_has()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow with { FalConcurrency = 1 });
        await simulator.SubmitFalAsync("first");
        var second = await simulator.SubmitFalAsync("second");
        var third = await simulator.SubmitFalAsync("third");

        third.GetProperty("queue_position").GetInt32().ShouldBe(1);
        var waiting = await StatusAsync(simulator, second, HttpStatusCode.Accepted);
        waiting.Text("status").ShouldBe("IN_QUEUE");
        waiting.GetProperty("queue_position").GetInt32().ShouldBe(0);

        simulator.Clock.Advance(TimeSpan.FromSeconds(100));
        (await StatusAsync(simulator, second, HttpStatusCode.Accepted)).Text("status").ShouldBe("IN_PROGRESS");
        simulator.Clock.Advance(TimeSpan.FromSeconds(100));
        var done = await StatusAsync(simulator, second, HttpStatusCode.OK);
        done.Text("status").ShouldBe("COMPLETED");
        done.Has("error").ShouldBeFalse();
        done.GetProperty("metrics").GetProperty("inference_time").GetDouble().ShouldBe(100);
    }

    [Fact]
    public async Task No_more_requests_of_a_key_run_at_once_than_allowed_even_when_nobody_asks()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow with { FalConcurrency = 3 });
        for (var index = 0; index < 7; index++) await simulator.SubmitFalAsync($"ball {index}");
        for (var round = 0; round < 3; round++)
        {
            var states = (await simulator.ChargesAsync()).Select(call => call.Text("state")).ToArray();
            states.Count(state => state == "running").ShouldBe(Math.Min(3, 7 - (3 * round)));
            simulator.Clock.Advance(TimeSpan.FromSeconds(100));
        }

        simulator.Clock.Advance(TimeSpan.FromDays(1));
        (await simulator.ChargesAsync()).ShouldAllBe(call => call.Text("state") == "done");
    }

    [Fact]
    public async Task Logs_are_null_unless_asked_for()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var reply = await simulator.SubmitFalAsync("a ball");
        var without = await SimulatorUnderTest.ReadAsync(await simulator.Fal.GetAsync(reply.Text("status_url")));
        var with = await SimulatorUnderTest.ReadAsync(await simulator.Fal.GetAsync(reply.Text("status_url") + "?logs=1"));
        without.GetProperty("logs").ValueKind.ShouldBe(JsonValueKind.Null);
        with.GetProperty("logs")[0].Text("level").ShouldBe("INFO");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/response")]
    public async Task The_result_is_refused_while_it_runs_and_then_links_to_the_video(string ending)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var reply = await simulator.SubmitFalAsync("a ball");
        var path = $"fal/fal-ai/veo3.1/requests/{reply.Text("request_id")}{ending}";

        using var early = await simulator.Fal.GetAsync(path);
        early.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SimulatorUnderTest.ReadAsync(early)).Text("detail").ShouldBe("Request is still in progress");

        simulator.Clock.Advance(TimeSpan.FromSeconds(100));
        using var ready = await simulator.Fal.GetAsync(path);
        var video = (await SimulatorUnderTest.ReadAsync(ready)).GetProperty("video");
        video.Text("content_type").ShouldBe("video/mp4");
        using var file = await simulator.Plain.GetAsync(video.Text("url"));
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
    }

    [Fact]
    public async Task A_refusal_is_completed_with_an_error_and_its_result_is_422_and_costs_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var reply = await simulator.SubmitFalAsync("gore");
        var status = await StatusAsync(simulator, reply, HttpStatusCode.OK);
        status.Text("status").ShouldBe("COMPLETED");
        status.Text("error_type").ShouldBe("content_policy_violation");
        status.Text("error").ShouldNotBeEmpty();

        using var result = await simulator.Fal.GetAsync(reply.Text("response_url"));
        result.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        result.Headers.GetValues("X-Fal-Error-Type").ShouldBe(["content_policy_violation"]);
        (await SimulatorUnderTest.ReadAsync(result)).GetProperty("detail")[0].Text("type").ShouldBe("content_policy_violation");
        (await simulator.ChargesAsync()).Single().Flag("charged").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{}""", "prompt", "missing")]
    [InlineData("""{"prompt":1}""", "prompt", "string_type")]
    [InlineData("""{"prompt":"x","duration":"5s"}""", "duration", "literal_error")]
    [InlineData("""{"prompt":"x","duration":8}""", "duration", "literal_error")]
    [InlineData("""{"prompt":"x","resolution":"480p"}""", "resolution", "literal_error")]
    public async Task The_queue_takes_a_wrong_input_and_the_model_refuses_it(string input, string field, string type)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Fal.PostAsync("fal/fal-ai/veo3.1", new StringContent(input, Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reply = await SimulatorUnderTest.ReadAsync(response);

        using var result = await simulator.Fal.GetAsync(reply.Text("response_url"));
        result.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var detail = (await SimulatorUnderTest.ReadAsync(result)).GetProperty("detail")[0];
        detail.Texts("loc").ShouldBe(["body", field]);
        detail.Text("type").ShouldBe(type);
        (await simulator.ChargesAsync()).Single().Text("state").ShouldBe("failed");
    }

    [Fact]
    public async Task A_waiting_request_is_cancelled_a_running_one_completes_and_a_done_one_cannot_be()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow with { FalConcurrency = 1 });
        var running = await simulator.SubmitFalAsync("first");
        var waiting = await simulator.SubmitFalAsync("second");
        (await CancelAsync(simulator, waiting)).ShouldBe((HttpStatusCode.Accepted, "CANCELLATION_REQUESTED"));
        (await CancelAsync(simulator, running)).ShouldBe((HttpStatusCode.Accepted, "CANCELLATION_REQUESTED"));
        (await StatusAsync(simulator, waiting, HttpStatusCode.OK)).Text("error_type").ShouldBe("client_cancelled");

        simulator.Clock.Advance(TimeSpan.FromSeconds(100));
        (await CancelAsync(simulator, running)).ShouldBe((HttpStatusCode.BadRequest, "ALREADY_COMPLETED"));
        (await CancelAsync(simulator, waiting)).ShouldBe((HttpStatusCode.BadRequest, "ALREADY_COMPLETED"));
        (await simulator.ChargesAsync()).Select(call => call.Text("state")).ShouldBe(["done", "cancelled"]);
        (await simulator.ChargesAsync()).Select(call => call.Flag("charged")).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_request_is_known_under_its_own_application_only()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var id = (await simulator.SubmitFalAsync("a ball", Kling)).Text("request_id");
        (await simulator.Fal.GetAsync($"fal/fal-ai/kling-video/requests/{id}/status")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var elsewhere = await simulator.Fal.GetAsync($"fal/fal-ai/veo3.1/requests/{id}/status");
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SimulatorUnderTest.ReadAsync(elsewhere)).Text("status").ShouldBe("NOT_FOUND");
        (await simulator.Fal.PutAsync("fal/fal-ai/veo3.1/requests/nope/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_key_has_the_scheme_Key()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var bearer = simulator.CreateClient("Bearer", "good");
        using var wrong = simulator.CreateClient("Key", "bad-key");
        foreach (var client in new[] { bearer, wrong, simulator.Plain })
        {
            (await client.PostAsJsonAsync("fal/fal-ai/veo3.1", new { prompt = "x" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await client.GetAsync("fal/fal-ai/veo3.1/requests/x/status")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task An_unknown_model_and_a_webhook_are_refused_at_the_door()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        (await simulator.Fal.PostAsJsonAsync("fal/fal-ai/sora", new { prompt = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await simulator.Fal.PostAsJsonAsync("fal/fal-ai/veo3.1?fal_webhook=http://x", new { prompt = "x" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fal-ai/veo3.1", """{"prompt":"x"}""", 32_000_000_000)]
    [InlineData("fal-ai/veo3.1", """{"prompt":"x","duration":"4s","generate_audio":false}""", 8_000_000_000)]
    [InlineData("fal-ai/veo3.1", """{"prompt":"x","duration":"6s","resolution":"4k"}""", 36_000_000_000)]
    [InlineData(Kling, """{"prompt":"x","duration":"10"}""", 28_000_000_000)]
    [InlineData("fal-ai/kling-video/v2.1/standard/image-to-video", """{"prompt":"x","image_url":"https://x/y.png"}""", 2_500_000_000)]
    public async Task A_finished_video_is_charged_by_the_second(string endpoint, string input, long ticks)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Fal.PostAsync("fal/" + endpoint, new StringContent(input, Encoding.UTF8, "application/json"));
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(ticks);
    }

    private static async Task<JsonElement> StatusAsync(SimulatorUnderTest simulator, JsonElement reply, HttpStatusCode expected)
    {
        using var response = await simulator.Fal.GetAsync(reply.Text("status_url"));
        response.StatusCode.ShouldBe(expected);
        response.Headers.GetValues("x-fal-request-id").ShouldBe([reply.Text("request_id")]);
        return await SimulatorUnderTest.ReadAsync(response);
    }

    private static async Task<(HttpStatusCode Status, string Word)> CancelAsync(SimulatorUnderTest simulator, JsonElement reply)
    {
        using var response = await simulator.Fal.PutAsync(reply.Text("cancel_url"), null);
        return (response.StatusCode, (await SimulatorUnderTest.ReadAsync(response)).Text("status"));
    }
}
