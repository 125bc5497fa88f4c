using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace FunctionsPipeline.Simulator.Tests.Clips;

public sealed class ClipFileTests
{
    [Fact]
    public async Task A_clip_is_h264_in_a_fast_starting_mp4()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var file = await simulator.MakeVideoAsync("a ball");
        var facts = (await Ffmpeg.ProbeAsync(file)).Split('\n');
        facts.ShouldContain("codec_name=h264");
        facts.ShouldContain("pix_fmt=yuv420p");
        facts.ShouldContain("width=320");
        facts.ShouldContain("height=180");
        facts.ShouldContain("r_frame_rate=24/1");
        facts.ShouldContain("nb_read_frames=48");

        var boxes = TopLevelBoxes(file);
        boxes.ShouldContain("ftyp");
        boxes.IndexOf("moov").ShouldBeLessThan(boxes.IndexOf("mdat"));
    }

    [Fact]
    public async Task A_clip_carries_no_note_of_what_is_wrong_with_it()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { TrapChance = 1 });
        var file = await simulator.MakeVideoAsync("emerald sparks in zero gravity");
        (await Ffmpeg.ProbeAsync(file)).Split('\n').Where(line => line.StartsWith("TAG:", StringComparison.Ordinal)).Select(line => line.Split('=')[0])
            .ShouldBeSubsetOf(["TAG:language", "TAG:handler_name", "TAG:vendor_id", "TAG:major_brand", "TAG:minor_version", "TAG:compatible_brands", "TAG:encoder"]);
        var text = Encoding.Latin1.GetString(file);
        foreach (var word in new[] { "spark", "gravity", "emerald" }) text.ShouldNotContain(word);
    }

    [Theory]
    [InlineData("480p", "9:16", 8, 180, 320, 48)]
    [InlineData("720p", "16:9", 1, 640, 360, 24)]
    [InlineData("480p", "3:2", 2, 270, 180, 48)]
    public async Task Shape_and_length_follow_the_order(string resolution, string ratio, int seconds, int width, int height, int frames)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var response = await simulator.Xai.PostAsJsonAsync(
            "xai/v1/videos/generations", new { prompt = "a ball", resolution, aspect_ratio = ratio, duration = seconds });
        var id = (await SimulatorUnderTest.ReadAsync(response)).Text("request_id");
        var facts = (await Ffmpeg.ProbeAsync(await simulator.Plain.GetByteArrayAsync(await simulator.UrlOfAsync(id)))).Split('\n');
        facts.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"width={width}"));
        facts.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"height={height}"));
        facts.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"nb_read_frames={frames}"));
    }

    [Fact]
    public async Task The_same_seed_and_prompts_give_the_same_ids_bytes_and_truth_in_whatever_order()
    {
        string[] prompts = ["emerald sparks", "zero gravity", "a ball"];
        var forward = await MakeAsync(prompts, seed: 5);
        var backward = await MakeAsync([.. prompts.Reverse()], seed: 5);
        var other = await MakeAsync(prompts, seed: 6);
        foreach (var prompt in prompts)
        {
            backward[prompt].Url.ShouldBe(forward[prompt].Url);
            backward[prompt].File.ShouldBe(forward[prompt].File);
            backward[prompt].Truth.ShouldBe(forward[prompt].Truth);
            other[prompt].File.ShouldNotBe(forward[prompt].File);
        }
    }

    [Fact]
    public async Task Canned_clips_are_few_and_tiny_and_their_truth_is_theirs()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { Clips = ClipMode.Canned });
        var files = new HashSet<string>();
        for (var index = 0; index < 30; index++)
        {
            var file = await simulator.MakeVideoAsync($"emerald sparks and chromatic aberration in zero gravity {index}");
            file.Length.ShouldBeLessThan(20_000);
            files.Add(Convert.ToBase64String(file));
        }

        files.Count.ShouldBeInRange(3, 11);
        foreach (var call in await simulator.TruthAsync())
        {
            call.DefectKinds().Length.ShouldBeLessThanOrEqualTo(1);
            call.GetProperty("clip").GetProperty("frameCount").GetInt32().ShouldBe(12);
        }
    }

    [Fact]
    public async Task Flicker_survives_the_encoder()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { WeaknessChance = 0.2 });
        for (var index = 0; index < 40; index++) await simulator.SubmitAsync($"scene {index}");
        var calls = await simulator.TruthAsync();
        var flickering = calls.First(call => call.DefectKinds().SequenceEqual(["flicker"]));
        var clean = calls.First(call => call.Flag("clean"));
        (await LargestStepOfBrightnessAsync(simulator, flickering.Text("requestId"))).ShouldBeGreaterThan(6);
        (await LargestStepOfBrightnessAsync(simulator, clean.Text("requestId"))).ShouldBeLessThan(2);
    }

    private static async Task<double> LargestStepOfBrightnessAsync(SimulatorUnderTest simulator, string id)
    {
        var luma = await Ffmpeg.DecodeLumaAsync(await simulator.Plain.GetByteArrayAsync(await simulator.UrlOfAsync(id)));
        var means = luma.Chunk(320 * 180).Select(frame => frame.Average(sample => sample)).ToArray();
        return means.Zip(means.Skip(1), (before, after) => Math.Abs(after - before)).Max();
    }

    private static async Task<Dictionary<string, (string Url, byte[] File, string Truth)>> MakeAsync(string[] prompts, int seed)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant with { Seed = seed });
        var made = new Dictionary<string, (string, byte[], string)>();
        foreach (var prompt in prompts)
        {
            var id = await simulator.SubmitAsync(prompt);
            var file = await simulator.Plain.GetByteArrayAsync($"files/xai/{id}.mp4");
            made[prompt] = (id, file, (await simulator.TruthAsync()).Single(call => call.Text("requestId") == id).GetRawText());
        }

        return made;
    }

    private static List<string> TopLevelBoxes(byte[] file)
    {
        var boxes = new List<string>();
        for (var offset = 0; offset + 8 <= file.Length; offset += BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(offset)))
        {
            boxes.Add(Encoding.ASCII.GetString(file, offset + 4, 4));
        }

        return boxes;
    }
}
