using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.Xai;

public sealed class XaiVideoTests
{
    [Fact]
    public async Task A_submit_answers_with_a_request_id_and_nothing_else()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.PostVideoAsync("a ball");
        var body = await SimulatorUnderTest.ReadAsync(response);
        body.EnumerateObject().Select(field => field.Name).ShouldBe(["request_id"]);
        Guid.TryParse(body.Text("request_id"), out _).ShouldBeTrue();
    }

    [Fact]
    public async Task While_it_runs_a_poll_answers_202_sometimes_with_a_body_and_sometimes_without()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var id = await simulator.SubmitAsync("a ball");
        simulator.Clock.Advance(TimeSpan.FromSeconds(50));

        var bodies = new List<string>();
        for (var poll = 0; poll < 40; poll++)
        {
            using var response = await simulator.PollAsync(id);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            bodies.Add(await response.Content.ReadAsStringAsync());
        }

        bodies.ShouldContain("");
        var pending = JsonDocument.Parse(bodies.First(body => body.Length > 0)).RootElement;
        pending.Text("status").ShouldBe("pending");
        pending.GetProperty("progress").GetInt32().ShouldBe(49);
    }

    [Fact]
    public async Task When_its_time_has_come_it_is_done_with_link_length_and_cost()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var id = await simulator.SubmitAsync("a ball");
        simulator.Clock.Advance(TimeSpan.FromSeconds(100));

        using var response = await simulator.PollAsync(id);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await SimulatorUnderTest.ReadAsync(response);
        body.Text("status").ShouldBe("done");
        body.GetProperty("progress").GetInt32().ShouldBe(100);
        body.Text("model").ShouldBe("grok-imagine-video");
        body.GetProperty("video").Text("url").ShouldStartWith(simulator.Address.AbsoluteUri + "files/");
        body.GetProperty("video").GetProperty("duration").GetInt32().ShouldBe(8);
        body.GetProperty("video").Flag("respect_moderation").ShouldBeTrue();
        body.GetProperty("usage").GetProperty("cost_in_usd_ticks").GetInt64().ShouldBe(8 * 500_000_000L);
    }

    [Fact]
    public async Task Generations_take_times_spread_over_the_range()
    {
        var options = SimulatorUnderTest.Instant with { TimeScale = 0.001, Latency = new SecondsRange(100_000 / 1000.0, 200) };
        await using var simulator = await SimulatorUnderTest.StartAsync(options);
        for (var index = 0; index < 60; index++) await simulator.SubmitAsync($"ball {index}");

        simulator.Clock.Advance(TimeSpan.FromMilliseconds(99));
        (await simulator.ChargesAsync()).ShouldAllBe(call => call.Text("state") == "running");
        simulator.Clock.Advance(TimeSpan.FromMilliseconds(51));
        (await simulator.ChargesAsync()).Count(call => call.Text("state") == "done").ShouldBeInRange(15, 45);
        simulator.Clock.Advance(TimeSpan.FromMilliseconds(50));
        (await simulator.ChargesAsync()).ShouldAllBe(call => call.Text("state") == "done");
    }

    [Theory]
    [InlineData("""{"duration":15,"resolution":"720p"}""", 15 * 700_000_000L)]
    [InlineData("""{"duration":"3"}""", 3 * 500_000_000L)]
    [InlineData("""{"seconds":2}""", 2 * 500_000_000L)]
    [InlineData("""{"model":"grok-imagine-video-1.5","resolution":"1080p","image":{"url":"data:image/png;base64,AA"},"duration":1}""", 2_520_000_000L)]
    public async Task Length_resolution_and_image_make_the_price(string fields, long ticks)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await PostAsync(simulator, """{"prompt":"a ball",""" + fields[1..]);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(ticks);
    }

    [Theory]
    [InlineData("""{}""", 422, "prompt")]
    [InlineData("""{"prompt":7}""", 422, "prompt")]
    [InlineData("""{"prompt":""}""", 400, "prompt")]
    [InlineData("""{"prompt":"x","duration":"long"}""", 422, "duration")]
    [InlineData("""{"prompt":"x","duration":16}""", 400, "duration")]
    [InlineData("""{"prompt":"x","aspect_ratio":"5:4"}""", 400, "aspect_ratio")]
    [InlineData("""{"prompt":"x","resolution":"4k"}""", 400, "resolution")]
    [InlineData("""{"prompt":"x","resolution":"1080p"}""", 400, "resolution")]
    [InlineData("""{"prompt":"x","model":"sora"}""", 404, "model")]
    [InlineData("""{"prompt":"x","output":{"upload_url":"http://x"}}""", 400, "output")]
    public async Task A_wrong_field_is_named_and_nothing_is_accepted(string body, int status, string field)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await PostAsync(simulator, body);
        ((int)response.StatusCode).ShouldBe(status);
        var error = (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error");
        error.Text("param").ShouldBe(field);
        error.Text("message").ShouldNotBeNullOrWhiteSpace();
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Errors_come_in_three_forms()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var ofModel = await PostAsync(simulator, "{}");
        using var ofDoor = await PostAsync(simulator, "[]");
        using var ofMachine = await simulator.Plain.PostAsJsonAsync("xai/v1/videos/generations", new { prompt = "x" });

        (await SimulatorUnderTest.ReadAsync(ofModel)).GetProperty("error").Text("code").ShouldBe("invalid_field");
        (await SimulatorUnderTest.ReadAsync(ofDoor)).Text("code").ShouldBe("invalid-argument");
        (await SimulatorUnderTest.ReadAsync(ofMachine)).Text("error").ShouldContain("Authorization");
    }

    [Fact]
    public async Task A_missing_key_is_401_and_a_wrong_key_is_400()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var wrong = simulator.CreateClient("Bearer", "bad-key");
        using var otherScheme = simulator.CreateClient("Key", "good");
        var order = new { prompt = "x" };

        (await simulator.Plain.PostAsJsonAsync("xai/v1/videos/generations", order)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await otherScheme.PostAsJsonAsync("xai/v1/videos/generations", order)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var response = await wrong.PostAsJsonAsync("xai/v1/videos/generations", order);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("bad-key");
    }

    [Fact]
    public async Task A_body_of_another_type_is_415_and_an_unknown_request_404()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var text = new StringContent("prompt=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        (await simulator.Xai.PostAsync("xai/v1/videos/generations", text)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await simulator.PollAsync("no-such-id")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_prompt_with_a_forbidden_word_ends_done_without_a_video_and_is_charged()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.PollAsync(await simulator.SubmitAsync("Much GORE"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await SimulatorUnderTest.ReadAsync(response);
        body.Text("status").ShouldBe("done");
        body.GetProperty("video").Flag("respect_moderation").ShouldBeFalse();
        (body.GetProperty("video").TryGetProperty("url", out var url) ? url.GetString() : "").ShouldBe("");
        body.GetProperty("usage").GetProperty("cost_in_usd_ticks").GetInt64().ShouldBe(4_000_000_000);
        (await simulator.ChargesAsync()).Single().Text("state").ShouldBe("refused");
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.GetAsync("xai/v1/models");
        var list = await SimulatorUnderTest.ReadAsync(response);
        list.GetProperty("data").EnumerateArray().Select(model => model.Text("id")).ShouldContain("grok-imagine-video");
    }

    private static Task<HttpResponseMessage> PostAsync(SimulatorUnderTest simulator, string json) =>
        simulator.Xai.PostAsync("xai/v1/videos/generations", new StringContent(json, Encoding.UTF8, "application/json"));
}
