using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary>The command <c>episode</c> as a person uses it, against the built-in simulator. Videos are small; nothing else is.</summary>
public sealed class EpisodeTests : IDisposable
{
    private const string Size = "180x320";

    private static readonly string Story = Path.Combine(BuiltPrograms.RepositoryRoot, "samples", "episode", "the-dearest-thing.md");

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_story_becomes_a_video_with_voices_faces_and_captions_and_goes_out_once()
    {
        var run = (await _home.RunAsync("episode", "--input-file", Story, "--size", Size, "--json")).ShouldExitWith(0).Json;

        var folder = (string)run["runFolder"]!;
        var result = run["tasks"]![0]!["result"]!;
        ((double)result["film"]!["seconds"]!).ShouldBeInRange(30, 60);
        result["review"]!["problems"]!.AsArray().ShouldBeEmpty();
        ((string)result["publication"]!["state"]!).ShouldBe("done");
        foreach (var file in new[]
        {
            "videos/the-dearest-thing.mp4", "videos/the-dearest-thing.srt", "thumbnails/the-dearest-thing.jpg", "characters/mara.png",
            "broll/the-dearest-thing/1.png", "processed/the-dearest-thing/broll-1.png", "processed/the-dearest-thing/head-1.mp4",
            "audio/the-dearest-thing/narration-5.mp3", "storage/episodes/the-dearest-thing.json", "scripts/the-dearest-thing.json", "report.html",
        })
        {
            new FileInfo(Path.Combine(folder, file)).Length.ShouldBeGreaterThan(0, file);
        }

        (await ProbeAsync(Path.Combine(folder, "videos/the-dearest-thing.mp4"))).ShouldBe(["h264", "180", "320", "aac"]);
        (await ProbeAsync(Path.Combine(folder, "thumbnails/the-dearest-thing.jpg"))).ShouldBe(["mjpeg", "1280", "720"]);
        var quality = (await _home.RunAsync("quality", "--json")).ShouldExitWith(0).Json;
        ((double)quality["episodes"]!.AsArray().ShouldHaveSingleItem()!["scores"]!["overall"]!).ShouldBeInRange(50, 100);
        await using var check = _home.StartProgram("bash", "-c", $"cd '{folder}' && sha256sum -c manifest.sha256 --quiet");
        (await check.WaitForEndAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task Editing_one_picture_pays_for_one_picture_and_another_size_for_nothing()
    {
        string[] flags = ["--size", Size, "--no-upload", "--no-lip-sync", "--json"];
        var first = (await _home.RunAsync(["episode", "--input-file", Story, .. flags])).ShouldExitWith(0).Json;
        var folder = (string)first["runFolder"]!;
        var script = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "scripts", "the-dearest-thing.json")))!;
        script[0]!["script"]!["broll"]![2]!["prompt"] = "A wide dark forest at night, moonlight between the trees";
        _home.Write("edited.json", script.ToJsonString());

        var edited = (await _home.RunAsync(["episode", "--input-file", "edited.json", "--fork", (string)first["runId"]!, .. flags])).ShouldExitWith(0).Json;
        (await CallsAsync(edited)).ShouldBe(["broll 2"]);

        var wider = (await _home.RunAsync("episode", "--input-file", Story, "--fork", (string)first["runId"]!, "--size", "240x320", "--no-upload", "--no-lip-sync", "--json")).ShouldExitWith(0).Json;
        (await CallsAsync(wider)).ShouldBeEmpty();
        (await ProbeAsync(Path.Combine((string)wider["runFolder"]!, "videos", "the-dearest-thing.mp4"))).ShouldBe(["h264", "240", "320", "aac"]);
    }

    [Fact]
    public async Task A_character_has_the_same_face_and_voice_in_every_episode_of_a_project()
    {
        string[] flags = ["--size", "128x228", "--no-upload", "--no-lip-sync", "--thumbnail", "off", "--json"];
        var one = (await _home.RunAsync(["episode", "--input-file", Story, .. flags])).ShouldExitWith(0).Json;
        var other = (await _home.RunAsync(["episode", "--input-file", Path.Combine(Path.GetDirectoryName(Story)!, "the-kings-riddle.md"), .. flags])).ShouldExitWith(0).Json;

        var faces = new[] { one, other }.Select(run => File.ReadAllBytes(Path.Combine((string)run["runFolder"]!, "characters", "mara.png"))).ToList();
        faces[0].ShouldBe(faces[1]);
        (await CallsAsync(other)).ShouldNotContain(call => call.StartsWith("portrait", StringComparison.Ordinal) && FaceOf(other, call) == "mara");
    }

    [Fact]
    public async Task A_preview_buys_nothing()
    {
        var run = (await _home.RunAsync("episode", "--input-file", Story, "--size", Size, "--preview", "--json")).ShouldExitWith(0).Json;

        ((long)run["cost"]!["spentTicks"]!).ShouldBe(0);
        (await CallsAsync(run)).ShouldBeEmpty();
        File.Exists(Path.Combine((string)run["runFolder"]!, "videos", "the-dearest-thing.mp4")).ShouldBeTrue();
    }

    [Fact]
    public async Task It_stops_at_a_checkpoint_and_a_fork_goes_on_from_there_for_nothing()
    {
        var stopped = (await _home.RunAsync("episode", "--input-file", Story, "--stop-at", "video_plan_created", "--json")).ShouldExitWith(0).Json;
        ((string)stopped["tasks"]![0]!["result"]!["stage"]!).ShouldBe("videoPlanCreated");
        (await CallsAsync(stopped)).ShouldBe(["cast 0", "plan 0", "rewrite 0"]);

        var again = (await _home.RunAsync("episode", "--input-file", Story, "--stop-at", "video_plan_created", "--fork", (string)stopped["runId"]!, "--json")).ShouldExitWith(0).Json;
        (await CallsAsync(again)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("talking_head_heavy", "warm", "frame")]
    [InlineData("mixed_rapid", "neutral", "generated")]
    public async Task Every_pattern_grade_and_thumbnail_can_be_asked_for(string pattern, string grade, string thumbnail)
    {
        string[] flags = ["--pattern", pattern, "--grade", grade, "--thumbnail", thumbnail, "--size", "128x228", "--no-upload", "--json"];

        var run = (await _home.RunAsync(["episode", "--input-file", Story, .. flags])).ShouldExitWith(0).Json;

        ((string)run["tasks"]![0]!["result"]!["review"]!["thumbnailMode"]!).ShouldBe(thumbnail);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine((string)run["runFolder"]!, "storage", "episodes", "the-dearest-thing.json")))!;
        ((string)document["script"]!["pattern"]!).ShouldBe(pattern.Split('_').Select((word, place) => place == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]).Aggregate(string.Concat));
    }

    [Fact]
    public async Task A_script_with_a_line_of_nobody_is_refused_before_anything_is_paid()
    {
        _home.Write("story.yaml", "- id: tale\n  txt: Once upon a time.\n");

        (await _home.RunAsync("episode", "--input-file", "story.yaml")).ShouldExitWith(1).Error.ShouldContain("story.yaml:2:3: txt: there is no such field; did you mean 'text'?");
    }

    private static async Task<IReadOnlyList<string>> CallsAsync(JsonObject run) =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine((string)run["runFolder"]!, "ledger.jsonl")))
            .Select(line => JsonNode.Parse(line)!)
            .Select(call => string.Create(CultureInfo.InvariantCulture, $"{((string)call["step"]!).Split('.')[0]} {(int)call["repeat"]!}"))
            .Order(StringComparer.Ordinal),
    ];

    private static string FaceOf(JsonObject run, string call)
    {
        var script = JsonNode.Parse(File.ReadAllText(Path.Combine((string)run["runFolder"]!, "scripts", "the-kings-riddle.json")))!;
        return (string)script[0]!["script"]!["characters"]![int.Parse(call.Split(' ')[1], CultureInfo.InvariantCulture)]!["id"]!;
    }

    private async Task<IReadOnlyList<string>> ProbeAsync(string path)
    {
        await using var probe = _home.StartProgram("ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", path);
        return [.. (await probe.WaitForEndAsync()).ShouldExitWith(0).Output.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
