using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary>
/// The command <c>episode</c> as a person uses it, against the built-in simulator. The video is small; nothing else is. What can be asked for and
/// what can be missing is told by short episodes, in the tests of the pipeline.
/// </summary>
public sealed class EpisodeTests : IDisposable
{
    private const string Size = "180x320";

    private static readonly string Story = Path.Combine(BuiltPrograms.RepositoryRoot, "samples", "episode", "the-dearest-thing.md");

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_story_becomes_a_video_with_voices_faces_and_captions_and_goes_out_once()
    {
        var run = (await _home.RunAsync("episode", "--input-file", Story, "--size", Size, "--pattern", "broll_cinematic", "--grade", "warm", "--thumbnail", "generated", "--json"))
            .ShouldExitWith(0).Json;

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
        ((string)result["review"]!["thumbnailMode"]!).ShouldBe("generated");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "storage", "episodes", "the-dearest-thing.json")))!;
        ((string)document["script"]!["pattern"]!).ShouldBe("brollCinematic");
        var quality = (await _home.RunAsync("quality", "--json")).ShouldExitWith(0).Json;
        ((double)quality["episodes"]!.AsArray().ShouldHaveSingleItem()!["scores"]!["overall"]!).ShouldBeInRange(50, 100);
        await using var check = _home.StartProgram("bash", "-c", $"cd '{folder}' && sha256sum -c manifest.sha256 --quiet");
        (await check.WaitForEndAsync()).ShouldExitWith(0);
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

    private async Task<IReadOnlyList<string>> ProbeAsync(string path)
    {
        await using var probe = _home.StartProgram("ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", path);
        return [.. (await probe.WaitForEndAsync()).ShouldExitWith(0).Output.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
