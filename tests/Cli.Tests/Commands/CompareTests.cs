using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class CompareTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Two_videos_give_figures_the_worst_frame_and_a_page_with_pictures()
    {
        await MakeAsync("a.mp4", "-f", "lavfi", "-i", "testsrc2=duration=1:size=160x120:rate=25");
        await MakeAsync("b.mp4", "-i", "a.mp4", "-crf", "40");

        var compared = (await _home.RunAsync("compare", "a.mp4", "b.mp4", "--out", "sheet", "--json")).ShouldExitWith(0).Json;

        compared["frames"]!.GetValue<int>().ShouldBe(25);
        compared["psnr"]!.GetValue<double>().ShouldBeInRange(15, 45);
        compared["worstFrame"]!["ssim"]!.GetValue<double>().ShouldBeLessThanOrEqualTo(compared["ssim"]!.GetValue<double>());
        Directory.EnumerateFiles(_home.File("sheet")).Select(Path.GetFileName).Order()
            .ShouldBe(["a.png", "b.png", "compare.html", "difference.png", "sheet.png"]);
    }

    [Fact]
    public async Task Identical_pictures_are_called_so()
    {
        await MakeAsync("a.png", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=1", "-frames:v", "1");

        (await _home.RunAsync("compare", "a.png", "a.png")).ShouldExitWith(0).Output.ShouldBe("identical in 1 frame\n");
    }

    [Fact]
    public async Task Different_sizes_and_kinds_are_refused_in_words()
    {
        await MakeAsync("a.png", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=1", "-frames:v", "1");
        await MakeAsync("b.png", "-f", "lavfi", "-i", "testsrc2=size=80x60:rate=1", "-frames:v", "1");
        await MakeAsync("c.mp4", "-f", "lavfi", "-i", "testsrc2=duration=1:size=160x120:rate=25");

        (await _home.RunAsync("compare", "a.png", "b.png")).ShouldExitWith(1).Error.ShouldContain("160x120");
        (await _home.RunAsync("compare", "a.png", "c.mp4", "--json")).ShouldExitWith(1).Json["error"]!["code"]!.GetValue<string>().ShouldBe("not_comparable");
        (await _home.RunAsync("compare", "a.png", "nowhere.png")).ShouldExitWith(1).Error.ShouldContain("does not exist");
    }

    private async Task MakeAsync(string name, params string[] arguments)
    {
        await using var ffmpeg = _home.StartProgram("ffmpeg", ["-v", "error", "-y", .. arguments, "-threads", "1", name]);
        (await ffmpeg.WaitForEndAsync()).ShouldExitWith(0);
    }
}
