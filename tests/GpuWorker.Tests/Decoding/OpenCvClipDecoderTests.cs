using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Decoding;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.GpuWorker.Tests.Decoding;

/// <summary>OpenCV's frames against those of ffmpeg's process.</summary>
public sealed class OpenCvClipDecoderTests : IDisposable
{
    /// <summary>Mean difference of planes that went through BGR and back, grey levels: rounding, and chroma that is spread and gathered.</summary>
    private const double LumaTolerance = 1;

    private const double ChromaTolerance = 2;

    private static readonly DecodeLimits Limits = new() { HasChroma = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenCvTheory]
    [InlineData(64, 48)]
    [InlineData(53, 37)]
    public async Task Frames_are_nearly_those_of_ffmpeg_at_the_same_times(int widthPx, int heightPx)
    {
        var file = await TestClip.MakeAsync(_folder.Path, "clip.mkv", $"testsrc2=duration=0.5:rate=24:size={widthPx}x{heightPx}");
        var ffmpeg = new FfmpegClipDecoder(await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None), Limits, TimeProvider.System);
        await using var expected = await ffmpeg.OpenAsync(file, CancellationToken.None);
        await using var actual = await new OpenCvClipDecoder(Limits, TimeProvider.System).OpenAsync(file, CancellationToken.None);
        actual.Format.ShouldBe(expected.Format);

        var (one, other, frames) = (new VideoFrame(expected.Format), new VideoFrame(actual.Format), 0);
        while (await expected.ReadAsync(one, CancellationToken.None))
        {
            (await actual.ReadAsync(other, CancellationToken.None)).ShouldBeTrue();
            other.Index.ShouldBe(one.Index);
            other.TimestampSeconds.ShouldBe(one.TimestampSeconds, 0.002);
            SquaredErrorSums.Of(one.Luma, other.Luma).MeanAbsoluteDifference.ShouldBeLessThan(LumaTolerance);
            SquaredErrorSums.Of(one.ChromaBlue, other.ChromaBlue).MeanAbsoluteDifference.ShouldBeLessThan(ChromaTolerance);
            SquaredErrorSums.Of(one.ChromaRed, other.ChromaRed).MeanAbsoluteDifference.ShouldBeLessThan(ChromaTolerance);
            frames++;
        }

        (await actual.ReadAsync(other, CancellationToken.None)).ShouldBeFalse();
        frames.ShouldBe(12);
    }

    [OpenCvFact]
    public async Task A_file_that_is_no_video_is_refused_with_a_code()
    {
        var file = Path.Combine(_folder.Path, "page.mp4");
        await File.WriteAllTextAsync(file, "<html>not a clip</html>");

        (await RefusalAsync(file, Limits)).ShouldBe(MediaErrorCodes.Undecodable);
    }

    [OpenCvFact]
    public async Task Limits_hold()
    {
        var file = await TestClip.MakeAsync(_folder.Path, "clip.mkv", "testsrc2=duration=0.2:rate=24:size=64x48");

        (await RefusalAsync(file, Limits with { FramePixelsMax = 64 * 47 })).ShouldBe(MediaErrorCodes.TooManyPixels);
        (await RefusalAsync(file, Limits with { FileBytesMax = 10 })).ShouldBe(MediaErrorCodes.FileTooLarge);
        (await RefusalAsync(file, Limits with { FramesMax = 2 })).ShouldBe(MediaErrorCodes.TooManyFrames);
        (await RefusalAsync(file + ".gone", Limits)).ShouldBe(MediaErrorCodes.FileMissing);
    }

    private static async Task<string> RefusalAsync(string file, DecodeLimits limits) => (await Should.ThrowAsync<MediaException>(async () =>
    {
        await using var frames = await new OpenCvClipDecoder(limits, TimeProvider.System).OpenAsync(file, CancellationToken.None);
        var frame = new VideoFrame(frames.Format);
        while (await frames.ReadAsync(frame, CancellationToken.None))
        {
            // To the end, or to the limit.
        }
    })).Code;
}

/// <summary>A test with OpenCV's own library; skipped, and shown so, where it cannot be loaded.</summary>
public sealed class OpenCvFactAttribute : FactAttribute
{
    public OpenCvFactAttribute() => Skip = OpenCvLibrary.MissingReason;
}

/// <summary>As <see cref="OpenCvFactAttribute"/>, for several cases.</summary>
public sealed class OpenCvTheoryAttribute : TheoryAttribute
{
    public OpenCvTheoryAttribute() => Skip = OpenCvLibrary.MissingReason;
}
