using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media.Tests;

/// <summary>The reference metrics are those of ffmpeg's own filters, run here on the same clips.</summary>
public sealed partial class ReferenceComparisonTests(ClipFolder clips) : IClassFixture<ClipFolder>
{
    /// <summary>The two programs round the last digits in different places.</summary>
    private const double PsnrToleranceDb = 0.005;

    private const double SsimTolerance = 0.0001;

    /// <summary>ffmpeg prints 6 decimals.</summary>
    private const double PrintedDigitSsim = 0.0000011;

    [Theory]
    [InlineData(96, 64, 30)]
    [InlineData(97, 65, 24)]
    [InlineData(130, 98, 40)]
    [InlineData(35, 143, 18)]
    [InlineData(321, 181, 45)]
    [InlineData(66, 34, 51)]
    [InlineData(640, 360, 35)]
    public async Task Every_frame_has_the_values_of_ffmpeg(int width, int height, int crf)
    {
        var size = $"size={width}x{height}:rate=25:duration=0.4";
        // 4:2:0 without loss also at odd sizes.
        var reference = await clips.MakeAsync($"reference-{width}.mkv", size, "-pix_fmt", "yuv420p", "-c:v", "ffv1");
        var video = await clips.MakeAsync(
            $"video-{width}.mkv", size, "-vf", "noise=alls=12:allf=t:all_seed=7", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", $"{crf}");

        var comparison = await CompareAsync(video, reference);

        var psnr = await PrintedAsync("psnr", "lavfi.psnr.psnr_avg", video, reference);
        var ssim = await PrintedAsync("ssim", "lavfi.ssim.All", video, reference);
        comparison.Frames.ShouldBe(10);
        comparison.Note.ShouldBeNull();
        psnr.Count.ShouldBe(10);
        for (var frame = 0; frame < psnr.Count; frame++)
        {
            comparison.PsnrSeries[frame].Value.ShouldBe(psnr[frame], PsnrToleranceDb);
            comparison.SsimSeries[frame].Value.ShouldBe(ssim[frame], SsimTolerance);
        }
    }

    [Fact]
    public async Task Similarity_of_luma_equals_that_of_ffmpeg_to_the_last_printed_digit()
    {
        var reference = await clips.MakeAsync("digits-reference.mkv", "size=322x182:rate=25:duration=1", "-pix_fmt", "yuv420p", "-c:v", "ffv1");
        var video = await clips.RunAsync("digits-video.mkv", "-i", reference, "-vf", "noise=alls=25:allf=t:all_seed=3,gblur=1", "-c:v", "ffv1");

        var one = await DecodedClip.ReadAsync(clips.Tool, video);
        var other = await DecodedClip.ReadAsync(clips.Tool, reference);

        var printed = await PrintedAsync("ssim", "lavfi.ssim.Y", video, reference);
        printed.Count.ShouldBe(one.Frames.Count);
        for (var frame = 0; frame < printed.Count; frame++)
        {
            PlaneComparison.Of(Luma(one, frame), Luma(other, frame)).Ssim.ShouldBe(printed[frame], PrintedDigitSsim);
        }
    }

    [Fact]
    public async Task Equal_videos_have_infinite_psnr_and_full_similarity()
    {
        var clip = await clips.MakeAsync("equal.mp4");

        var comparison = await CompareAsync(clip, clip);

        comparison.PsnrDb.ShouldBe(double.PositiveInfinity);
        comparison.Ssim.ShouldBe(1);
        comparison.Planes.Select(plane => (plane.Name, plane.PsnrDb, plane.Ssim)).ShouldBe(
            [("y", double.PositiveInfinity, 1), ("u", double.PositiveInfinity, 1), ("v", double.PositiveInfinity, 1)]);
    }

    [Fact]
    public async Task The_common_part_of_videos_of_different_length_is_compared_and_said_so()
    {
        var shorter = await clips.MakeAsync("shorter.mp4", "size=96x64:rate=25:duration=0.4");
        var longer = await clips.MakeAsync("longer.mp4", "size=96x64:rate=25:duration=0.8");

        var comparison = await CompareAsync(longer, shorter);

        comparison.Frames.ShouldBe(10);
        comparison.Note.ShouldBe("the video is longer than the reference; the first 10 frames were compared");
        (await CompareAsync(shorter, longer)).Note.ShouldBe("the reference is longer than the video; the first 10 frames were compared");
    }

    [Fact]
    public async Task Videos_of_different_size_are_refused_with_both_sizes()
    {
        var video = await clips.MakeAsync("small.mp4");
        var reference = await clips.MakeAsync("large.mp4", "size=128x64:rate=25:duration=1");

        var error = await Should.ThrowAsync<ArgumentException>(() => CompareAsync(video, reference));

        error.Message.ShouldContain("96x64");
        error.Message.ShouldContain("128x64");
    }

    private static PlaneView Luma(DecodedClip clip, int frame) =>
        new(clip.Frames[frame], clip.Format.WidthPx, clip.Format.HeightPx, clip.Format.WidthPx);

    private async Task<ReferenceComparison> CompareAsync(string video, string reference)
    {
        await using var one = await OpenAsync(video);
        await using var other = await OpenAsync(reference);
        return await ReferenceComparison.CompareAsync(one, other, CancellationToken.None);
    }

    private Task<FfmpegFrameSource> OpenAsync(string path) =>
        FfmpegFrameSource.OpenAsync(clips.Tool, path, new DecodeLimits { HasChroma = true }, TimeProvider.System, CancellationToken.None);

    /// <summary>What a filter of ffmpeg finds in each frame.</summary>
    private async Task<IReadOnlyList<double>> PrintedAsync(string filter, string key, string video, string reference)
    {
        var output = await clips.OutputAsync(
            "-i", video, "-i", reference, "-lavfi", $"[0:v][1:v]{filter},metadata=mode=print:key={key}:file=pipe\\\\:1", "-f", "null", "-");
        return
        [
            .. PrintedValue().Matches(Encoding.UTF8.GetString(output))
                .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];
    }

    [GeneratedRegex(@"^lavfi\.[a-zA-Z_.]+=(\S+)$", RegexOptions.Multiline)]
    private static partial Regex PrintedValue();
}
