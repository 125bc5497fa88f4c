using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class AnalyzeTests : IDisposable
{
    private const string Picture = "testsrc2=duration=1:size=160x120:rate=25";

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_clip_is_decoded_frame_by_frame_and_its_json_has_every_field()
    {
        await MakeAsync("clip.mp4", "-f", "lavfi", "-i", Picture);

        var clip = (await AnalyzeAsync(0, "clip.mp4")).Single();

        (Number(clip, "frames"), Number(clip, "framesPerSecond"), Number(clip, "width"), Number(clip, "height")).ShouldBe((25, 25, 160, 120));
        Fields(clip).ShouldBe(
            ["file", "frames", "framesPerSecond", "width", "height", "scores", "reference", "detectors", "device", "warning", "error"]);
        Fields(clip["scores"]!.AsObject()).ShouldBe(["photorealism", "physics", "contributions", "missing"]);
        (clip["reference"], clip["error"], clip["device"]!.GetValue<string>()).ShouldBe((null, null, "cpu"));
        foreach (var detector in clip["detectors"]!.AsArray()) Fields(detector!.AsObject()).ShouldBe(["id", "score", "detected", "abstained", "reason", "findings"]);
    }

    [Fact]
    public async Task A_finding_has_times_severity_and_a_box_and_takes_points_off()
    {
        await MakeAsync("dark.mp4", "-f", "lavfi", "-i", "color=black:size=160x120:rate=25:duration=2");

        var clip = (await AnalyzeAsync(0, "dark.mp4")).Single();

        var black = clip["detectors"]!.AsArray().Single(detector => detector!["id"]!.GetValue<string>() == "black")!;
        black["detected"]!.GetValue<bool>().ShouldBeTrue();
        var finding = black["findings"]![0]!.AsObject();
        Fields(finding).ShouldBe(["startSeconds", "endSeconds", "peakSeconds", "severity", "box"]);
        finding["endSeconds"]!.GetValue<double>().ShouldBeGreaterThan(1.5);
        finding["box"]!.ToJsonString().ShouldBe("""{"x":0,"y":0,"width":160,"height":120}""");
        clip["scores"]!["contributions"]!["black"]!.GetValue<double>().ShouldBeGreaterThan(0);
        clip["scores"]!["photorealism"]!.GetValue<double>().ShouldBeLessThan(60);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_does_not_keep_others_from_being_analysed()
    {
        await MakeAsync("clip.mp4", "-f", "lavfi", "-i", Picture);
        await MakeAsync("sound.m4a", "-f", "lavfi", "-i", "sine=duration=0.5");
        _home.Write("empty.mp4", "");
        _home.Write("list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n");
        var garbage = new byte[100_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(_home.File("garbage.mp4"), garbage);
        await File.WriteAllBytesAsync(_home.File("bomb.png"), PngOf(60_000, 60_000));

        var clips = await AnalyzeAsync(1, "nowhere.mp4", "empty.mp4", "garbage.mp4", "sound.m4a", "list.mp4", "bomb.png", "clip.mp4");

        clips.Select(clip => clip["error"]?["code"]!.GetValue<string>())
            .ShouldBe(["file_missing", "file_empty", "undecodable", "no_video", "format_refused", "too_many_pixels", null]);
        clips.Take(6).ShouldAllBe(clip => clip["scores"]!["photorealism"] == null && clip["error"]!["hint"] != null);
    }

    [Fact]
    public async Task Odd_files_are_analysed()
    {
        await MakeAsync("one-frame.mp4", "-f", "lavfi", "-i", Picture, "-frames:v", "1");
        await MakeAsync("odd.mkv", "-f", "lavfi", "-i", "testsrc=duration=0.4:size=161x121:rate=25", "-c:v", "ffv1");
        await MakeAsync("deep.mkv", "-f", "lavfi", "-i", Picture, "-c:v", "ffv1", "-pix_fmt", "yuv420p10le");
        await MakeAsync("upright.mp4", "-f", "lavfi", "-i", Picture, "-pix_fmt", "yuv420p");
        await MakeAsync("rotated.mp4", "-i", "upright.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=90");
        await MakeAsync("uneven.mkv", "-f", "lavfi", "-i", Picture, "-vf", "select='not(mod(n,3))+not(mod(n,4))'", "-fps_mode", "vfr", "-pix_fmt", "yuv420p");

        var clips = await AnalyzeAsync(0, "one-frame.mp4", "odd.mkv", "deep.mkv", "rotated.mp4", "uneven.mkv");

        clips.Select(clip => (Number(clip, "frames"), Number(clip, "width"), Number(clip, "height")))
            .ShouldBe([(1, 160, 120), (10, 161, 121), (25, 160, 120), (25, 120, 160), (13, 160, 120)]);
    }

    [Fact]
    public async Task A_cut_off_file_is_analysed_as_far_as_it_goes_and_warns()
    {
        await MakeAsync("whole.mp4", "-f", "lavfi", "-i", "testsrc2=duration=2:size=320x240:rate=25", "-movflags", "+faststart", "-g", "5");
        var bytes = await File.ReadAllBytesAsync(_home.File("whole.mp4"));
        await File.WriteAllBytesAsync(_home.File("cut.mp4"), bytes[..(bytes.Length / 2)]);

        var clip = (await AnalyzeAsync(0, "cut.mp4")).Single();

        Number(clip, "frames").ShouldBeInRange(5, 45);
        clip["warning"]!.GetValue<string>().ShouldContain("cut off");
    }

    [Fact]
    public async Task Files_are_shown_in_the_order_given()
    {
        await MakeAsync("long.mp4", "-f", "lavfi", "-i", "testsrc2=duration=4:size=320x240:rate=25");
        await MakeAsync("short.mp4", "-f", "lavfi", "-i", "testsrc2=duration=0.2:size=64x48:rate=25");

        var shown = (await _home.RunAsync("analyze", "long.mp4", "short.mp4", "long.mp4", "short.mp4")).ShouldExitWith(0);

        shown.Output.Split('\n').Where(line => line.Contains(" frames, ")).Select(line => line.Split(':')[0])
            .ShouldBe(["long.mp4", "short.mp4", "long.mp4", "short.mp4"]);
    }

    [Fact]
    public async Task A_reference_gives_psnr_and_ssim_and_identical_files_valid_json()
    {
        await MakeAsync("clip.mkv", "-f", "lavfi", "-i", Picture, "-c:v", "ffv1", "-pix_fmt", "yuv420p");
        await MakeAsync("worse.mp4", "-i", "clip.mkv", "-crf", "35");
        await MakeAsync("small.mp4", "-i", "clip.mkv", "-vf", "scale=80:60");

        var clips = await AnalyzeAsync(1, "clip.mkv", "worse.mp4", "small.mp4", "--reference", "clip.mkv");

        clips[0]["reference"]!.ToJsonString().ShouldBe("""{"psnr":null,"ssim":1,"identical":true,"frames":25,"note":null}""");
        clips[1]["reference"]!["psnr"]!.GetValue<double>().ShouldBeInRange(20, 45);
        clips[1]["reference"]!["ssim"]!.GetValue<double>().ShouldBeInRange(0.5, 0.999);
        (clips[2]["reference"], clips[2]["error"]!["code"]!.GetValue<string>()).ShouldBe((null, "not_comparable"));
        Number(clips[2], "frames").ShouldBe(25);
    }

    [Fact]
    public async Task Html_gives_a_page_a_file_with_the_clip_beside_it_and_a_list()
    {
        await MakeAsync("dark.mp4", "-f", "lavfi", "-i", "color=black:size=160x120:rate=25:duration=2");
        Directory.CreateDirectory(_home.File("more"));
        await MakeAsync("more/dark.mp4", "-f", "lavfi", "-i", Picture);

        (await _home.RunAsync("analyze", "dark.mp4", "more/dark.mp4", "--html", "pages")).ShouldExitWith(0).Error.ShouldContain("index.html");

        Directory.EnumerateFiles(_home.File("pages")).Select(Path.GetFileName).Order()
            .ShouldBe(["dark-2.html", "dark-2.mp4", "dark.html", "dark.mp4", "index.html"]);
        var pages = await File.ReadAllTextAsync(_home.File("pages/dark.html")) + await File.ReadAllTextAsync(_home.File("pages/dark-2.html"));
        pages.ShouldContain("data:image/jpeg;base64,");
        pages.ShouldContain("Found: black");
        (await File.ReadAllTextAsync(_home.File("pages/index.html"))).ShouldContain("href=\"dark-2.html\"");
    }

    [Fact]
    public async Task Auto_says_which_device_it_chose()
    {
        await MakeAsync("clip.mp4", "-f", "lavfi", "-i", Picture);

        (await _home.RunAsync("analyze", "clip.mp4", "--device", "auto")).ShouldExitWith(0).Error.ShouldStartWith("Device: cpu (");
    }

    [Theory]
    [InlineData("--expect", "flying")]
    [InlineData("--device", "abacus")]
    [InlineData("--device-strategy", "fastest")]
    public async Task What_is_not_known_is_refused(string option, string value)
    {
        (await _home.RunAsync("analyze", "clip.mp4", option, value)).ShouldExitWith(1).Error.ShouldContain(value);
    }

    private async Task<IReadOnlyList<JsonObject>> AnalyzeAsync(int exitCode, params string[] arguments)
    {
        var analysed = (await _home.RunAsync(["analyze", .. arguments, "--json"])).ShouldExitWith(exitCode);
        return [.. JsonNode.Parse(analysed.Output)!.AsArray().Select(clip => clip!.AsObject())];
    }

    private static int Number(JsonObject clip, string field) => (int)clip[field]!.GetValue<double>();

    private static IEnumerable<string> Fields(JsonObject value) => value.Select(field => field.Key);

    /// <summary>A PNG file that says it is of this size, with nothing in it.</summary>
    private static byte[] PngOf(int width, int height)
    {
        byte[] header = [.. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), 8, 2, 0, 0, 0];
        byte[] data = [.. "IDAT"u8, 0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. BigEndian(13), .. header, .. BigEndian((int)Crc(header)), .. BigEndian(8), .. data, .. BigEndian((int)Crc(data))];
    }

    private static byte[] BigEndian(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private async Task MakeAsync(string name, params string[] arguments)
    {
        await using var ffmpeg = _home.StartProgram("ffmpeg", ["-v", "error", "-y", .. arguments, "-threads", "1", name]);
        (await ffmpeg.WaitForEndAsync()).ShouldExitWith(0);
    }
}
