using System.Net.Http.Json;

namespace FunctionsPipeline.Simulator.Tests.HuggingFace;

public sealed class HuggingFaceTests
{
    private const string Model = "huggingface/hf-inference/models/black-forest-labs/FLUX.1-dev";

    [Theory]
    [InlineData(Model, 12_000_000)]
    [InlineData("huggingface", 0)]
    public async Task The_reply_is_the_file_and_an_endpoint_costs_by_time_and_not_by_request(string path, long ticks)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        using var response = await simulator.Xai.PostAsJsonAsync(path, new { inputs = "a boat", parameters = new { width = 1344, height = 768, seed = 1L << 40 } });

        response.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await Ffmpeg.DecodeRgbAsync(await response.Content.ReadAsByteArrayAsync())).Distinct().Count().ShouldBeGreaterThan(50);
        var call = (await simulator.ChargesAsync()).ShouldHaveSingleItem();
        call.Text("provider").ShouldBe("huggingface");
        call.Text("operation").ShouldBe("image");
        call.Ticks().ShouldBe(ticks);
    }

    [Fact]
    public async Task A_model_that_is_being_loaded_says_how_long_and_costs_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(
            SimulatorUnderTest.Instant,
            """[{"match":{"operation":"image","provider":"huggingface","nth":1},"fault":{"kind":"error-before-accept","status":503}}]""");

        using var cold = await simulator.Xai.PostAsJsonAsync(Model, new { inputs = "a boat" });
        using var warm = await simulator.Xai.PostAsJsonAsync(Model, new { inputs = "a boat" });

        ((int)cold.StatusCode).ShouldBe(503);
        (await SimulatorUnderTest.ReadAsync(cold)).GetProperty("estimated_time").GetDouble().ShouldBe(20);
        ((int)warm.StatusCode).ShouldBe(200);
        (await simulator.ChargesAsync()).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(Model, """{"prompt":"a"}""", 422)]
    [InlineData(Model, """{"inputs":"a","parameters":{"width":100}}""", 422)]
    [InlineData(Model, """{"inputs":"a","parameters":{"seed":-1}}""", 422)]
    [InlineData(Model, "[]", 422)]
    [InlineData("huggingface/hf-inference/models/nobody/nothing", """{"inputs":"a"}""", 404)]
    public async Task What_is_not_taken_is_refused_and_not_accepted(string path, string body, int status)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        using var response = await simulator.Xai.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).ShouldBe(status);
        (await SimulatorUnderTest.ReadAsync(response)).Has("error").ShouldBeTrue();
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_token_is_refused_and_a_refused_image_is_free()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var stranger = simulator.CreateClient("Bearer", "bad-key");

        using var wrong = await stranger.PostAsJsonAsync(Model, new { inputs = "a boat" });
        using var refused = await simulator.Xai.PostAsJsonAsync(Model, new { inputs = "nude" });

        ((int)wrong.StatusCode).ShouldBe(401);
        ((int)refused.StatusCode).ShouldBe(400);
        (await simulator.ChargesAsync()).ShouldHaveSingleItem().Ticks().ShouldBe(0);
    }
}
