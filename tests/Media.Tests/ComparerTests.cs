namespace FunctionsPipeline.Media.Tests;

/// <summary>Files that can and cannot be compared, and the pictures of what differs.</summary>
public sealed class ComparerTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    [Theory]
    [InlineData("a.png", "b.png")]
    [InlineData("a.jpg", "b.png")]
    [InlineData("a.webp", "b.jpg")]
    public async Task Two_pictures_are_compared_as_one_frame(string one, string other)
    {
        var comparison = await CompareAsync(await PictureAsync(one, "96x64"), await PictureAsync(other, "96x64"));

        comparison.Frames.ShouldBe(1);
        comparison.PsnrDb.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_picture_and_a_video_are_refused()
    {
        var exception = await RefusedAsync(await PictureAsync("still.jpg", "96x64"), await folder.MakeAsync("moving.mp4"));

        exception.Code.ShouldBe("not_comparable");
        exception.Message.ShouldContain("is a picture");
    }

    [Fact]
    public async Task Different_sizes_are_refused_with_both_sizes()
    {
        var exception = await RefusedAsync(await PictureAsync("small.png", "96x64"), await PictureAsync("large.png", "128x64"));

        exception.Code.ShouldBe("not_comparable");
        exception.Message.ShouldContain("96x64");
        exception.Message.ShouldContain("128x64");
    }

    [Fact]
    public async Task The_worst_frame_is_the_one_that_was_changed()
    {
        var clean = await folder.MakeAsync("clean.mkv", "size=96x64:rate=25:duration=1", "-c:v", "ffv1", "-pix_fmt", "yuv420p");
        var hit = await folder.RunAsync("hit.mkv", "-i", clean, "-vf", "drawbox=x=20:y=20:w=30:h=20:color=white:t=fill:enable='eq(n,13)'", "-c:v", "ffv1");

        var comparison = await CompareAsync(hit, clean);

        comparison.WorstFrame.Index.ShouldBe(13);
        comparison.WorstFrame.Ssim.ShouldBeLessThan(comparison.Ssim);
    }

    [Fact]
    public async Task The_difference_is_black_where_the_frames_are_equal_and_amplified_where_not()
    {
        var clean = await folder.MakeAsync("base.mkv", "size=96x64:rate=25:duration=0.4", "-c:v", "ffv1", "-pix_fmt", "gbrp");
        var hit = await folder.RunAsync("changed.mkv", "-i", clean, "-vf", "drawbox=x=0:y=0:w=96:h=32:color=white@0.2:t=fill:enable='eq(n,3)'", "-c:v", "ffv1");
        var target = Directory.CreateDirectory(folder.File("pictures")).FullName;

        var pictures = await DifferencePictures.WriteAsync(folder.Tool, clean, hit, 3, target, TimeProvider.System, CancellationToken.None);

        var difference = await folder.OutputAsync("-i", Path.Combine(target, pictures.Difference), "-pix_fmt", "gray", "-f", "rawvideo", "-");
        difference.Length.ShouldBe(96 * 64);
        difference[(96 * 34)..].ShouldAllBe(pixel => pixel == 0);
        difference[..(96 * 30)].Average(pixel => pixel).ShouldBeGreaterThan(100);
        (await folder.OutputAsync("-i", Path.Combine(target, pictures.Sheet), "-pix_fmt", "gray", "-f", "rawvideo", "-")).Length.ShouldBe(3 * 96 * 64);
    }

    private Task<string> PictureAsync(string name, string size) =>
        folder.RunAsync(name, "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=1:duration=1", "-frames:v", "1", "-update", "1");

    private Task<Analysis.ReferenceComparison> CompareAsync(string one, string other) =>
        new ReferenceComparer(folder.Tool, other, TimeProvider.System).CompareAsync(one, CancellationToken.None);

    private Task<MediaException> RefusedAsync(string one, string other) => Should.ThrowAsync<MediaException>(() => CompareAsync(one, other));
}
