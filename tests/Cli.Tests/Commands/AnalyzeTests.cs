using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class AnalyzeTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_clip_is_decoded_frame_by_frame()
    {
        await MakeClipAsync("clip.mp4");

        var analysed = (await _home.RunAsync("analyze", "clip.mp4", "--json")).ShouldExitWith(0);

        var clip = JsonNode.Parse(analysed.Output)![0]!;
        clip["frames"]!.GetValue<int>().ShouldBe(25);
        clip["width"]!.GetValue<int>().ShouldBe(160);
        clip["height"]!.GetValue<int>().ShouldBe(120);
        clip["detectors"]!.AsArray().Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_does_not_keep_others_from_being_analysed()
    {
        await MakeClipAsync("clip.mp4");
        _home.Write("empty.mp4", "");
        var garbage = new byte[100_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(_home.File("garbage.mp4"), garbage);

        var analysed = (await _home.RunAsync("analyze", "nowhere.mp4", "empty.mp4", "garbage.mp4", "clip.mp4", "--json")).ShouldExitWith(1);

        var codes = JsonNode.Parse(analysed.Output)!.AsArray().Select(file => file!["error"]?["code"]!.GetValue<string>()).ToArray();
        codes.ShouldBe(["file_missing", "file_empty", "undecodable", null]);
    }

    private async Task MakeClipAsync(string name)
    {
        await using var ffmpeg = _home.StartProgram(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=duration=1:size=160x120:rate=25", "-pix_fmt", "yuv420p", name);
        (await ffmpeg.WaitForEndAsync()).ShouldExitWith(0);
    }
}
