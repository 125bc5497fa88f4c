using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media.Tests;

public sealed class StillPictureTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    /// <summary>JPEG keeps flat colours within so many levels.</summary>
    private const int ColorTolerance = 12;

    [Fact]
    public async Task The_frame_at_a_time_is_taken()
    {
        var file = await MakeStepsAsync("steps.mp4");

        (await LumaAsync(file, new StillRequest(0, 640))).ShouldBeInRange(0, 60);
        (await LumaAsync(file, new StillRequest(1.02, 640))).ShouldBeInRange(180, 255);
    }

    [Fact]
    public async Task A_picture_is_no_larger_than_asked()
    {
        var file = await folder.MakeAsync("large.mp4", "size=640x360:rate=5:duration=0.4");

        (await SizeAsync(file, new StillRequest(0, 160))).ShouldBe("160,90");
    }

    [Fact]
    public async Task A_box_is_drawn_around_its_part_and_leaves_the_part_itself_alone()
    {
        var file = await MakeStepsAsync("boxed.mp4");
        var box = new FrameBox(40, 30, 40, 40);

        var inside = await LumaAsync(file, new StillRequest(0, 640, box), "crop=20:20:50:40");
        var whole = await LumaAsync(file, new StillRequest(0, 640, box));

        Math.Abs(inside - await LumaAsync(file, new StillRequest(0, 640))).ShouldBeLessThan(ColorTolerance);
        whole.ShouldBeGreaterThan(inside);
    }

    [Fact]
    public async Task There_is_no_picture_behind_the_end()
    {
        var file = await MakeStepsAsync("short.mp4");

        (await TakeAsync(file, new StillRequest(60, 640))).ShouldBeNull();
    }

    [Fact]
    public async Task A_play_list_gives_no_picture()
    {
        var file = folder.File("list.mp4");
        await File.WriteAllTextAsync(file, "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n");

        (await TakeAsync(file, new StillRequest(0, 640))).ShouldBeNull();
    }

    private Task<byte[]?> TakeAsync(string file, StillRequest request) =>
        StillPicture.TakeAsync(folder.Tool, file, request, TimeProvider.System, CancellationToken.None);

    /// <summary>A second of dark, then a second of bright.</summary>
    private Task<string> MakeStepsAsync(string name) => folder.RunAsync(
        name, "-f", "lavfi", "-i", "color=0x202020:size=160x120:rate=25:duration=1", "-f", "lavfi", "-i", "color=0xd0d0d0:size=160x120:rate=25:duration=1",
        "-filter_complex", "concat=n=2:v=1", "-pix_fmt", "yuv420p", "-threads", "1");

    private async Task<double> LumaAsync(string file, StillRequest request, string filter = "null")
    {
        var picture = await KeepAsync(file, request);
        var pixels = await folder.OutputAsync("-i", picture, "-vf", $"{filter},format=gray", "-f", "rawvideo", "-");
        return pixels.Average(pixel => pixel);
    }

    private async Task<string> SizeAsync(string file, StillRequest request)
    {
        var header = System.Text.Encoding.ASCII.GetString((await folder.OutputAsync("-i", await KeepAsync(file, request), "-f", "yuv4mpegpipe", "-strict", "-1", "-"))[..40]);
        var words = header.Split(' ');
        return $"{words[1][1..]},{words[2][1..]}";
    }

    private async Task<string> KeepAsync(string file, StillRequest request)
    {
        var picture = folder.File(Path.GetRandomFileName() + ".jpg");
        await File.WriteAllBytesAsync(picture, (await TakeAsync(file, request)).ShouldNotBeNull());
        return picture;
    }
}
