using static FunctionsPipeline.Media.Tests.Rendering.RenderFolder;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>What is seen of a timeline.</summary>
public sealed class PictureTests(RenderFolder folder) : IClassFixture<RenderFolder>
{
    [Fact]
    public async Task A_video_has_the_size_the_rate_and_the_frames_of_its_timeline()
    {
        var timeline = Of([Still(0, 20, folder.Red), Still(20, 13, folder.Blue), Still(28, 12, folder.Red, transition: new Transition(TransitionKind.CrossFade, 5))]);

        var video = await folder.RenderAsync(timeline, "frames.mp4");
        var decoded = await DecodedClip.ReadAsync(folder.Tool, video.Path);

        decoded.Frames.Count.ShouldBe(40);
        (decoded.Format.WidthPx, decoded.Format.HeightPx, decoded.Format.FramesPerSecond).ShouldBe((WidthPx, HeightPx, Rate));
        video.Bytes.ShouldBe(new FileInfo(video.Path).Length);
        folder.ShouldHaveLeftNothingBehind();
    }

    [Fact]
    public async Task A_cut_changes_the_picture_from_one_frame_to_the_next()
    {
        await folder.RenderAsync(Of([Still(0, 10, folder.Red), Still(10, 10, folder.Blue)]), "cut.mp4");

        (await folder.FrameAsync("cut.mp4", 9)).Mean().Red.ShouldBeGreaterThan(150);
        (await folder.FrameAsync("cut.mp4", 10)).Mean().Blue.ShouldBeGreaterThan(150);
    }

    [Theory]
    [InlineData(TransitionKind.CrossFade)]
    [InlineData(TransitionKind.DipToBlack)]
    [InlineData(TransitionKind.DipToWhite)]
    [InlineData(TransitionKind.SlideLeft)]
    [InlineData(TransitionKind.SlideUp)]
    [InlineData(TransitionKind.ZoomIn)]
    [InlineData(TransitionKind.WipeLeft)]
    public async Task A_transition_lies_between_the_old_picture_and_the_new_one_and_costs_no_frame(TransitionKind kind)
    {
        var name = $"{kind}.mp4";
        await folder.RenderAsync(Of([Still(0, 20, folder.Red), Still(12, 20, folder.Blue, transition: new Transition(kind, 8))]), name);

        (await folder.FramesAsync(name)).ShouldBe(32);
        (await folder.FrameAsync(name, 11)).Mean().Red.ShouldBeGreaterThan(150);
        (await folder.FrameAsync(name, 20)).Mean().Blue.ShouldBeGreaterThan(150);
        var (red, green, blue) = (await folder.FrameAsync(name, 16)).Mean();
        var between = kind switch
        {
            TransitionKind.DipToBlack => red < 90 && blue < 90,
            TransitionKind.DipToWhite => red > 150 && green > 150 && blue > 150,
            TransitionKind.ZoomIn => true,
            _ => red is > 60 and < 170 && blue is > 60 and < 170,
        };
        between.ShouldBeTrue($"{red:0} {green:0} {blue:0}");
    }

    [Fact]
    public async Task The_camera_goes_from_one_window_to_the_other()
    {
        var move = new CameraMove(new CameraWindow(0.3, 0.5, 2), new CameraWindow(0.6, 0.5, 2));
        await folder.RenderAsync(Of([Still(0, 30, folder.Disc, move)]), "pan.mp4");

        var first = (await folder.FrameAsync("pan.mp4", 0)).CenterX(IsWhite).ShouldNotBeNull();
        var middle = (await folder.FrameAsync("pan.mp4", 15)).CenterX(IsWhite).ShouldNotBeNull();

        // The disc is at a third of the picture: (1/3 - left edge) * zoom.
        first.ShouldBe(0.567, 0.02);
        middle.ShouldBeLessThan(first - 0.2);
    }

    [Fact]
    public async Task The_camera_comes_closer()
    {
        var move = new CameraMove(new CameraWindow(0.5, 0.5, 1), new CameraWindow(0.4, 0.5, 1.5));
        await folder.RenderAsync(Of([Still(0, 30, folder.Disc, move)]), "push.mp4");

        var first = (await folder.FrameAsync("push.mp4", 0)).ShareOf(IsWhite);
        var last = (await folder.FrameAsync("push.mp4", 29)).ShareOf(IsWhite);

        (last / first).ShouldBe(2.25, 0.2);
    }

    /// <summary>A camera that stood on whole pixels of the frame would stand still in most of these frames.</summary>
    [Fact]
    public async Task A_slow_camera_moves_by_less_than_a_pixel_a_frame()
    {
        var move = new CameraMove(new CameraWindow(0.45, 0.5, 1.5), new CameraWindow(0.5, 0.5, 1.5));
        await folder.RenderAsync(Of([Still(0, 27, folder.Disc, move)]), "slow.mp4", new RenderOptions { RateFactor = 1 });

        var centers = new List<double>();
        for (var frame = 0; frame < 27; frame++) centers.Add((await folder.FrameAsync("slow.mp4", frame)).CenterX(IsWhite)!.Value * WidthPx);

        var steps = centers.Zip(centers.Skip(1), (from, to) => from - to).ToArray();
        steps.Sum().ShouldBe(13.5, 1);
        steps.ShouldAllBe(step => step > -0.2 && step < 1.2);
    }

    [Fact]
    public async Task A_clip_waits_runs_and_stands_at_its_end()
    {
        var shot = new Shot(0, 50, new ClipSource(folder.Clip, 0.5, HoldFrames: 8));
        await folder.RenderAsync(Of([shot]), "clip-shot.mp4");

        // Half a second of green is left, which begins to run after 8 frames; then white, which is over before the shot is.
        (await folder.FrameAsync("clip-shot.mp4", 0)).Mean().Red.ShouldBeLessThan(80);
        (await folder.FrameAsync("clip-shot.mp4", 13)).Mean().Red.ShouldBeLessThan(80);
        (await folder.FrameAsync("clip-shot.mp4", 18)).Mean().Red.ShouldBeGreaterThan(200);
        (await folder.FrameAsync("clip-shot.mp4", 49)).Mean().Red.ShouldBeGreaterThan(200);
        (await folder.FramesAsync("clip-shot.mp4")).ShouldBe(50);
    }

    [Fact]
    public async Task A_clip_is_given_its_look()
    {
        await folder.RenderAsync(Of([new Shot(0, 8, new ClipSource(folder.Clip, 1.2))]), "plain-clip.mp4");
        await folder.RenderAsync(Of([new Shot(0, 8, new ClipSource(folder.Clip, 1.2) { Grade = Grade.Warm })]), "warm-clip.mp4");

        // White can only lose blue.
        var (plain, warm) = ((await folder.FrameAsync("plain-clip.mp4", 4)).Mean(), (await folder.FrameAsync("warm-clip.mp4", 4)).Mean());
        (plain.Red - plain.Blue).ShouldBe(0, 3);
        (warm.Red - warm.Blue).ShouldBeInRange(8, 40);
    }

    [Fact]
    public async Task The_same_timeline_makes_the_same_bytes()
    {
        var voice = await folder.ToneAsync("same-voice.wav", 800, 1.5);
        var music = await folder.ToneAsync("same-music.wav", 200, 1);
        var timeline = Of(
            [
                Still(0, 30, folder.Disc, new CameraMove(new CameraWindow(0.5, 0.5, 1), new CameraWindow(0.4, 0.4, 1.3), Easing.Smooth)),
                new Shot(24, 30, new ClipSource(folder.Clip), new Transition(TransitionKind.CrossFade, 6)),
            ],
            [new AudioClip(voice, AudioRole.Voice, 0.5, 1.5), new AudioClip(music, AudioRole.Music, 0, 3.6)],
            [Cue(0.5, 1.5, "the", "same"), Cue(1.5, 2, "bytes")]);

        await folder.RenderAsync(timeline, "same-1.mp4");
        await folder.RenderAsync(timeline, "same-2.mp4");

        folder.Hash("same-1.mp4").ShouldBe(folder.Hash("same-2.mp4"));
    }

    private static bool IsWhite(int red, int green, int blue) => red > 150 && green > 150 && blue > 150;
}
