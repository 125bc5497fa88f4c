using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Fal;

public sealed class FalImageTests
{
    private const string Schnell = "fal-ai/flux/schnell";

    [Theory]
    [InlineData(Schnell, "png", "image/png", 30_000_000)]
    [InlineData("fal-ai/flux/dev", "jpeg", "image/jpeg", 250_000_000)]
    [InlineData("fal-ai/flux-pro/v1.1", null, "image/jpeg", 400_000_000)]
    public async Task Images_are_real_files_of_the_size_that_is_told(string model, string? format, string type, long ticksPerMegapixel)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var result = await MakeAsync(simulator, model, new { prompt = "a boat", image_size = "landscape_16_9", num_images = 2, output_format = format });

        var images = result.GetProperty("images").EnumerateArray().ToArray();
        images.Length.ShouldBe(2);
        var files = new List<byte[]>();
        foreach (var image in images)
        {
            image.Text("content_type").ShouldBe(type);
            using var response = await simulator.Plain.GetAsync(image.Text("url"));
            response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            files.Add(await response.Content.ReadAsByteArrayAsync());
            var picture = PictureReader.TryRead(files[^1])!;
            (picture.Width, picture.Height).ShouldBe((image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
            (picture.Width / (double)picture.Height).ShouldBe(16 / 9.0, 0.02);
        }

        files[0].ShouldNotBe(files[1]);
        result.GetProperty("has_nsfw_concepts").GetArrayLength().ShouldBe(2);
        result.Text("prompt").ShouldBe("a boat");
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(2 * ticksPerMegapixel);
    }

    [Theory]
    [InlineData("""{"prompt":"x","image_size":"square"}""", 1)]
    [InlineData("""{"prompt":"x","image_size":"square_hd"}""", 2)]
    [InlineData("""{"prompt":"x","image_size":{"width":992,"height":992}}""", 1)]
    [InlineData("""{"prompt":"x","image_size":{"width":2048,"height":1024},"num_images":4}""", 12)]
    public async Task Megapixels_are_rounded_up_for_each_image(string input, int megapixels)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        await MakeAsync(simulator, Schnell, JsonElement.Parse(input));
        (await simulator.ChargesAsync()).Single().Ticks().ShouldBe(megapixels * 30_000_000L);
    }

    [Fact]
    public async Task The_seed_that_is_told_gives_the_same_images_again()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var first = await MakeAsync(simulator, Schnell, new { prompt = "a boat", output_format = "png" });
        var again = await MakeAsync(simulator, Schnell, new { prompt = "a boat", output_format = "png", seed = first.GetProperty("seed").GetInt64() });
        var other = await MakeAsync(simulator, Schnell, new { prompt = "a boat", output_format = "png" });
        (await FileAsync(simulator, again)).ShouldBe(await FileAsync(simulator, first));
        (await FileAsync(simulator, other)).ShouldNotBe(await FileAsync(simulator, first));
    }

    [Theory]
    [InlineData("""{"image_size":"square"}""", "missing")]
    [InlineData("""{"prompt":"x","image_size":"huge"}""", "literal_error")]
    [InlineData("""{"prompt":"x","image_size":{"width":9000}}""", "literal_error")]
    [InlineData("""{"prompt":"x","num_images":5}""", "less_than_equal")]
    [InlineData("""{"prompt":"x","seed":"much"}""", "int_type")]
    [InlineData("""{"prompt":"x","output_format":"gif"}""", "literal_error")]
    [InlineData("""{"prompt":"nude"}""", "content_policy_violation")]
    public async Task A_wrong_input_is_accepted_and_fails_and_costs_nothing(string input, string type)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var submitted = await SubmitAsync(simulator, Schnell, JsonElement.Parse(input));
        simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        using var result = await simulator.Fal.GetAsync(submitted.Text("response_url"));
        result.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SimulatorUnderTest.ReadAsync(result)).GetProperty("detail")[0].Text("type").ShouldBe(type);
        (await simulator.ChargesAsync()).Single().Flag("charged").ShouldBeFalse();
    }

    [Fact]
    public async Task They_are_followed_under_owner_and_app_and_a_wrong_ending_of_a_link_finds_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var submitted = await SubmitAsync(simulator, Schnell, new { prompt = "a boat" });
        submitted.Text("status_url").ShouldEndWith($"/fal/fal-ai/flux/requests/{submitted.Text("request_id")}/status");
        var url = (await MakeAsync(simulator, Schnell, new { prompt = "a boat", output_format = "png" })).GetProperty("images")[0].Text("url");
        (await simulator.Plain.GetAsync(url.Replace(".png", ".jpg"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> SubmitAsync(SimulatorUnderTest simulator, string model, object input)
    {
        using var response = await simulator.Fal.PostAsJsonAsync($"fal/{model}", input);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await SimulatorUnderTest.ReadAsync(response);
    }

    private static async Task<JsonElement> MakeAsync(SimulatorUnderTest simulator, string model, object input)
    {
        var submitted = await SubmitAsync(simulator, model, input);
        using var result = await simulator.Fal.GetAsync(submitted.Text("response_url"));
        result.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await SimulatorUnderTest.ReadAsync(result);
    }

    private static Task<byte[]> FileAsync(SimulatorUnderTest simulator, JsonElement result) =>
        simulator.Plain.GetByteArrayAsync(result.GetProperty("images")[0].Text("url"));
}
