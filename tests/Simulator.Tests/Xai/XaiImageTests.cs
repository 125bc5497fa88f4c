using System.Net;
using System.Net.Http.Json;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Xai;

public sealed class XaiImageTests
{
    [Fact]
    public async Task Images_come_as_links_to_png_files_and_cost_per_image()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/images/generations", new { prompt = "a boat", n = 2, aspect_ratio = "16:9" });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await SimulatorUnderTest.ReadAsync(response);
        body.GetProperty("usage").GetProperty("cost_in_usd_ticks").GetInt64().ShouldBe(2 * 200_000_000L);

        var files = new List<byte[]>();
        foreach (var image in body.GetProperty("data").EnumerateArray()) files.Add(await simulator.Plain.GetByteArrayAsync(image.Text("url")));
        files.Count.ShouldBe(2);
        files[0].ShouldNotBe(files[1]);
        foreach (var file in files)
        {
            var pixels = await Ffmpeg.DecodeRgbAsync(file);
            pixels.Length.ShouldBe(512 * 288 * 3);
            pixels.Distinct().Count().ShouldBeGreaterThan(50);
        }
    }

    [Fact]
    public async Task Images_come_in_the_reply_when_asked_for()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/images/generations", new { prompt = "a boat", response_format = "b64_json" });
        var image = (await SimulatorUnderTest.ReadAsync(response)).GetProperty("data")[0];
        Convert.FromBase64String(image.Text("b64_json")).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refused_image_has_no_link()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/images/generations", new { prompt = "nude" });
        var image = (await SimulatorUnderTest.ReadAsync(response)).GetProperty("data")[0];
        image.Flag("respect_moderation").ShouldBeFalse();
        image.Has("url").ShouldBeFalse();
    }

    [Fact]
    public async Task Too_many_images_are_not_accepted()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/images/generations", new { prompt = "a boat", n = 11 });
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_of_quality_in_the_prompt_make_better_images()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var plain = await MeanAsync(simulator, "a wooden boat");
        var asked = await MeanAsync(
            simulator,
            "a wooden boat, in sharp focus, evenly lit, well exposed, rich contrast, clean, free of noise, subject centred, uncluttered background, natural colours");
        (asked - plain).ShouldBeGreaterThan(0.1);
    }

    private static async Task<double> MeanAsync(SimulatorUnderTest simulator, string prompt)
    {
        using var response = await simulator.Xai.PostAsJsonAsync("xai/v1/images/generations", new { prompt, n = 10, aspect_ratio = "16:9", response_format = "b64_json" });
        var files = (await SimulatorUnderTest.ReadAsync(response)).GetProperty("data").EnumerateArray().Select(image => Convert.FromBase64String(image.Text("b64_json")));
        return files.Average(file => PictureMarks.Of(PictureMeasures.Of(PictureReader.TryRead(file)!), prompt).Overall);
    }
}
