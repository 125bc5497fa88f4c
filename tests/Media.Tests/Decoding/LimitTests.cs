using System.Diagnostics;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.Media.Tests.Decoding;

/// <summary>Decoding ends where it has to, and ffmpeg with it.</summary>
public sealed class LimitTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    [Fact]
    public async Task A_file_of_too_many_bytes_is_refused()
    {
        var file = await folder.MakeAsync("bytes.mp4");

        var exception = await DecodedClip.FailAsync(folder.Tool, file, new DecodeLimits { FileBytesMax = 100 });

        exception.Code.ShouldBe("file_too_large");
        exception.Message.ShouldContain("at most 100");
    }

    [Theory]
    [InlineData("pixels.mp4", "libx264")]
    [InlineData("pixels.mkv", "ffv1")]
    public async Task Frames_of_too_many_pixels_are_refused(string name, string codec)
    {
        var file = await folder.MakeAsync(name, "size=96x64:rate=25:duration=0.2", "-c:v", codec);

        (await DecodedClip.FailAsync(folder.Tool, file, new DecodeLimits { FramePixelsMax = 96 * 64 - 1 })).Code.ShouldBe("too_many_pixels");
    }

    [Fact]
    public async Task A_video_of_too_many_frames_is_refused_and_one_of_just_so_many_is_not()
    {
        var file = await folder.MakeAsync("frames.mp4");

        (await DecodedClip.ReadAsync(folder.Tool, file, new DecodeLimits { FramesMax = 25 })).Frames.Count.ShouldBe(25);
        (await DecodedClip.FailAsync(folder.Tool, file, new DecodeLimits { FramesMax = 24 })).Code.ShouldBe("too_many_frames");
    }

    [Fact]
    public async Task A_video_that_takes_too_long_is_given_up_and_may_be_tried_again()
    {
        var clock = new ManualTimeProvider();
        var file = await LongClipAsync("slow.mkv");
        await using var source = await FfmpegFrameSource.OpenAsync(folder.Tool, file, new DecodeLimits(), clock, CancellationToken.None);

        clock.Advance(TimeSpan.FromMinutes(15));

        var exception = await Should.ThrowAsync<MediaException>(() => ReadAllAsync(source, CancellationToken.None));
        (exception.Code, exception.IsRetryable).ShouldBe(("decode_timeout", true));
    }

    [Fact]
    public async Task A_cancelled_read_ends_ffmpeg()
    {
        var file = await LongClipAsync("cancelled.mkv");
        using var cancel = new CancellationTokenSource();
        var source = await FfmpegFrameSource.OpenAsync(folder.Tool, file, new DecodeLimits(), TimeProvider.System, CancellationToken.None);
        ClipFolder.DecodersOf(file).Count.ShouldBe(1);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => ReadAllAsync(source, cancel.Token));
        await source.DisposeAsync();
        ClipFolder.DecodersOf(file).ShouldBeEmpty();
    }

    [Fact]
    public async Task Opening_with_a_cancelled_token_leaves_no_process()
    {
        var file = await LongClipAsync("never.mkv");

        await Should.ThrowAsync<OperationCanceledException>(
            () => FfmpegFrameSource.OpenAsync(folder.Tool, file, new DecodeLimits(), TimeProvider.System, new CancellationToken(canceled: true)));

        ClipFolder.DecodersOf(file).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_disposed_in_the_middle_leaves_no_process()
    {
        var file = await LongClipAsync("left.mkv");
        var source = await FfmpegFrameSource.OpenAsync(folder.Tool, file, new DecodeLimits(), TimeProvider.System, CancellationToken.None);
        (await source.ReadAsync(new VideoFrame(source.Format), CancellationToken.None)).ShouldBeTrue();

        await source.DisposeAsync();

        ClipFolder.DecodersOf(file).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_ffmpeg_that_somebody_ends_is_told_from_a_bad_file()
    {
        var file = await LongClipAsync("ended.mkv");
        await using var source = await FfmpegFrameSource.OpenAsync(folder.Tool, file, new DecodeLimits(), TimeProvider.System, CancellationToken.None);
        using (var decoder = Process.GetProcessById(ClipFolder.DecodersOf(file).Single())) decoder.Kill();

        var exception = await Should.ThrowAsync<MediaException>(() => ReadAllAsync(source, CancellationToken.None));
        (exception.Code, exception.IsRetryable).ShouldBe(("decode_interrupted", true));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("YUV4MPEG2 W96 H64 F25:1 C444")]
    [InlineData("YUV4MPEG2 H64 F25:1 Cmono")]
    [InlineData("YUV4MPEG2 W99999999999 H64 F25:1 Cmono")]
    public async Task A_program_that_answers_something_else_is_told_from_a_bad_file(string header)
    {
        using var script = new Script($"[ \"$2\" = -version ] && echo 'ffmpeg version 7.0' || echo '{header}'");
        var imitation = await FfmpegTool.FindAsync(script.Path, TimeProvider.System, CancellationToken.None);

        var exception = await DecodedClip.FailAsync(imitation, await folder.MakeAsync("any.mp4"));

        exception.Code.ShouldBe("ffmpeg_failed");
        exception.Message.ShouldContain(header);
    }

    [Fact]
    public async Task After_the_end_it_stays_at_the_end()
    {
        var file = await folder.MakeAsync("end.mp4", "size=96x64:rate=25:duration=0.04");
        await using var source = await FfmpegFrameSource.OpenAsync(folder.Tool, file, new DecodeLimits(), TimeProvider.System, CancellationToken.None);
        await ReadAllAsync(source, CancellationToken.None);

        (await source.ReadAsync(new VideoFrame(source.Format), CancellationToken.None)).ShouldBeFalse();
    }

    /// <summary>More than the pipes hold, so that ffmpeg is still at it when somebody stops reading.</summary>
    private Task<string> LongClipAsync(string name) => folder.MakeAsync(name, "size=320x240:rate=25:duration=2", "-c:v", "libx264", "-preset", "ultrafast");

    private static async Task ReadAllAsync(FfmpegFrameSource source, CancellationToken cancellationToken)
    {
        var frame = new VideoFrame(source.Format);
        while (await source.ReadAsync(frame, cancellationToken)) frame.Index.ShouldBeGreaterThanOrEqualTo(0);
    }
}
