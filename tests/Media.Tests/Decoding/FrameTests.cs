namespace FunctionsPipeline.Media.Tests.Decoding;

/// <summary>What comes out of good files of all sorts.</summary>
public sealed class FrameTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    [Fact]
    public async Task Luma_is_what_ffmpeg_itself_decodes()
    {
        var file = await folder.MakeAsync("plain.mp4");

        var clip = await DecodedClip.ReadAsync(folder.Tool, file);

        var expected = await folder.OutputAsync("-i", file, "-vf", "format=yuv420p,extractplanes=y", "-f", "rawvideo", "pipe:1");
        (clip.Format.WidthPx, clip.Format.HeightPx, clip.Format.FramesPerSecond, clip.Frames.Count).ShouldBe((96, 64, 25.0, 25));
        clip.Frames.SelectMany(frame => frame).ToArray().AsSpan().SequenceEqual(expected).ShouldBeTrue();
        clip.Warning.ShouldBeNull();
    }

    [Theory]
    [InlineData(97, 63)]
    [InlineData(17, 201)]
    [InlineData(1, 1)]
    public async Task Odd_sizes_keep_every_pixel_with_chroma_rounded_up(int width, int height)
    {
        // The test picture itself is made in even sizes only.
        var file = await folder.MakeAsync(
            $"odd{width}.mkv", "size=96x64:rate=10:duration=0.5", "-vf", $"scale={width}:{height}", "-pix_fmt", "yuv420p", "-c:v", "ffv1");

        var clip = await DecodedClip.ReadAsync(folder.Tool, file, new DecodeLimits { HasChroma = true });

        var expected = await folder.OutputAsync("-i", file, "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1");
        (clip.Format.WidthPx, clip.Format.HeightPx, clip.Frames.Count).ShouldBe((width, height, 5));
        clip.Frames.SelectMany(frame => frame).ToArray().AsSpan().SequenceEqual(expected).ShouldBeTrue();
    }

    [Theory]
    [InlineData("ten.mkv", "yuv420p10le", "ffv1")]
    [InlineData("full.mkv", "yuvj420p", "ffv1")]
    [InlineData("wide.mkv", "yuv444p", "ffv1")]
    [InlineData("rgb.mkv", "bgr0", "ffv1")]
    [InlineData("gray.mkv", "gray", "ffv1")]
    [InlineData("vp9.webm", "yuv420p", "libvpx-vp9")]
    [InlineData("motion.avi", "yuvj420p", "mjpeg")]
    [InlineData("stream.ts", "yuv420p", "mpeg2video")]
    [InlineData("moving.gif", "rgb8", "gif")]
    public async Task Other_pixel_formats_and_containers_come_as_8_bits(string name, string pixels, string codec)
    {
        var file = await folder.MakeAsync(name, "size=96x64:rate=25:duration=0.4", "-pix_fmt", pixels, "-c:v", codec);

        var clip = await DecodedClip.ReadAsync(folder.Tool, file);

        (clip.Format.WidthPx, clip.Format.HeightPx, clip.Frames.Count).ShouldBe((96, 64, 10));
        clip.Frames[0].Distinct().Count().ShouldBeGreaterThan(20);
        clip.Warning.ShouldBeNull();
    }

    [Fact]
    public async Task One_frame_is_a_video()
    {
        var file = await folder.MakeAsync("one.mp4", "size=96x64:rate=25:duration=0.04");

        var clip = await DecodedClip.ReadAsync(folder.Tool, file);

        clip.Seconds.ShouldBe([0.0]);
    }

    [Fact]
    public async Task A_still_picture_is_one_frame()
    {
        var file = await folder.MakeAsync("still.png", "size=96x64:rate=25:duration=0.04");

        (await DecodedClip.ReadAsync(folder.Tool, file)).Frames.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rotated_video_comes_upright()
    {
        var straight = await folder.MakeAsync("straight.mp4");
        var file = await folder.RunAsync("rotated.mp4", "-i", straight, "-c", "copy", "-metadata:s:v:0", "rotate=90");

        var clip = await DecodedClip.ReadAsync(folder.Tool, file);

        (clip.Format.WidthPx, clip.Format.HeightPx).ShouldBe((64, 96));
    }

    [Fact]
    public async Task Frames_at_uneven_times_keep_their_times()
    {
        // Frames 3 to 7 of ten are dropped, none is made up for them.
        var file = await folder.MakeAsync(
            "uneven.mkv", "size=96x64:rate=10:duration=1", "-vf", "select=not(between(n\\,3\\,7))", "-fps_mode", "vfr");

        var clip = await DecodedClip.ReadAsync(folder.Tool, file);

        clip.Seconds.Select(seconds => Math.Round(seconds, 3)).ShouldBe([0, 0.1, 0.2, 0.8, 0.9]);
    }

    [Fact]
    public async Task Times_count_from_the_first_frame()
    {
        var file = await folder.MakeAsync("late.ts", "size=96x64:rate=10:duration=0.3", "-output_ts_offset", "100");

        (await DecodedClip.ReadAsync(folder.Tool, file)).Seconds.Select(seconds => Math.Round(seconds, 3)).ShouldBe([0, 0.1, 0.2]);
    }

    [Fact]
    public async Task A_stream_that_changes_its_size_keeps_the_first_size_and_all_times()
    {
        // Frames larger than a pipe's buffer: a lost time would leave both sides waiting for each other.
        var first = await folder.MakeAsync("first.h264", "size=320x240:rate=25:duration=0.4");
        var second = await folder.MakeAsync("second.h264", "size=640x480:rate=25:duration=0.4");
        var file = folder.File("both.h264");
        await File.WriteAllBytesAsync(file, [.. await File.ReadAllBytesAsync(first), .. await File.ReadAllBytesAsync(second)]);

        var clip = await DecodedClip.ReadAsync(folder.Tool, file);

        (clip.Format.WidthPx, clip.Format.HeightPx, clip.Frames.Count).ShouldBe((320, 240, 20));
        clip.Seconds[19].ShouldBe(19 / 25.0, 0.001);
    }

    [Fact]
    public async Task A_large_video_is_scaled_down_when_asked_and_a_small_one_is_left()
    {
        var file = await folder.MakeAsync("tall.mp4", "size=90x160:rate=25:duration=0.2");

        var scaled = await DecodedClip.ReadAsync(folder.Tool, file, new DecodeLimits { LongSideMaxPx = 80 });
        var kept = await DecodedClip.ReadAsync(folder.Tool, file, new DecodeLimits { LongSideMaxPx = 1000 });

        (scaled.Format.WidthPx, scaled.Format.HeightPx).ShouldBe((45, 80));
        (kept.Format.WidthPx, kept.Format.HeightPx).ShouldBe((90, 160));
    }

    [Fact]
    public async Task The_first_video_stream_is_taken_and_sound_is_ignored()
    {
        var file = await folder.RunAsync(
            "sound.mp4", "-f", "lavfi", "-i", "sine=duration=1", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25:duration=1", "-shortest");

        (await DecodedClip.ReadAsync(folder.Tool, file)).Frames.Count.ShouldBeInRange(24, 25);
    }

    [Theory]
    [InlineData("-v.mp4")]
    [InlineData("with space ' \" $HOME;.mp4")]
    [InlineData("http:%03d,[0]=x\\.mp4")]
    [InlineData("größe-映像.mp4")]
    public async Task A_file_may_have_any_name(string name)
    {
        var file = await folder.MakeAsync("named.mp4", "size=96x64:rate=25:duration=0.2");
        File.Copy(file, folder.File(name), overwrite: true);

        (await DecodedClip.ReadAsync(folder.Tool, folder.File(name))).Frames.Count.ShouldBe(5);
    }
}
