using static FunctionsPipeline.Media.Tests.Rendering.RenderFolder;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>Long videos are made in segments; nothing of that is seen.</summary>
public sealed class SegmentTests(RenderFolder folder) : IClassFixture<RenderFolder>
{
    private const int Frames = 12 * Rate;

    [Fact]
    public async Task Every_frame_is_there_at_its_time()
    {
        await folder.RenderAsync(Mixed(), "long.mp4");

        var decoded = await DecodedClip.ReadAsync(folder.Tool, folder.File("long.mp4"));

        decoded.Frames.Count.ShouldBe(Frames);
        decoded.Seconds.ShouldBe(Enumerable.Range(0, Frames).Select(frame => (double)frame / Rate), 0.0005);
    }

    [Fact]
    public async Task However_many_programs_work_beside_each_other_the_bytes_are_the_same()
    {
        await folder.RenderAsync(Mixed(), "one.mp4", new RenderOptions { Processes = 1 });
        await folder.RenderAsync(Mixed(), "four.mp4", new RenderOptions { Processes = 4 });

        folder.Hash("one.mp4").ShouldBe(folder.Hash("four.mp4"));
    }

    /// <summary>A shot that is divided is one movement, without a jump and without a frame that stands.</summary>
    [Fact]
    public async Task A_camera_goes_on_through_the_whole_of_a_long_shot()
    {
        var move = new CameraMove(new CameraWindow(0.4, 0.5, 1.5), new CameraWindow(0.5, 0.5, 1.5));
        await folder.RenderAsync(Of([Still(0, Frames, folder.Disc, move)]), "across.mp4", new RenderOptions { RateFactor = 1 });

        var centers = new List<double>();
        for (var frame = 0; frame < Frames; frame += 6) centers.Add((await folder.FrameAsync("across.mp4", frame)).CenterX(IsWhite)!.Value * WidthPx);

        var steps = centers.Zip(centers.Skip(1), (from, to) => from - to).ToArray();
        var usual = steps.Average();
        steps.ShouldAllBe(step => step > 0 && step < 3 * usual);
    }

    [Fact]
    public async Task A_caption_late_in_the_video_stands_where_it_is_spoken()
    {
        await folder.RenderAsync(Of([Still(0, Frames, folder.Red)], captions: [Cue(9, 10, "late", "words")]), "late.mp4");
        var plain = await folder.FrameAsync("late.mp4", 5);

        foreach (var (second, isRead) in new[] { (8.8, false), (9.1, true), (9.9, true), (10.2, false) })
        {
            var differs = (await folder.FrameAsync("late.mp4", (int)(second * Rate))).DifferenceFrom(plain, 0, 0.5, 1, 0.8) > 4;
            differs.ShouldBe(isRead, $"{second} s");
        }
    }

    [Fact]
    public async Task A_clip_that_is_divided_runs_on()
    {
        var late = await folder.Clips.RunAsync(
            "late-change.mp4", "-f", "lavfi", "-i", "color=0x20a020:size=240x240:rate=25:duration=7", "-f", "lavfi", "-i", "color=white:size=240x240:rate=25:duration=3",
            "-filter_complex", "concat=n=2:v=1", "-pix_fmt", "yuv420p", "-threads", "1");
        await folder.RenderAsync(Of([new Shot(0, Frames, new ClipSource(late, 0, HoldFrames: 15))]), "divided.mp4");

        // A second of waiting, seven of green, then white.
        (await folder.FrameAsync("divided.mp4", (8 * Rate) - 2)).Mean().Red.ShouldBeLessThan(80);
        (await folder.FrameAsync("divided.mp4", (8 * Rate) + 1)).Mean().Red.ShouldBeGreaterThan(200);
    }

    /// <summary>Twelve seconds with cuts, transitions, a clip and a picture that comes again.</summary>
    private Timeline Mixed() => Of(
        [
            Still(0, 40, folder.Disc, new CameraMove(new CameraWindow(0.5, 0.5, 1), new CameraWindow(0.4, 0.4, 1.3), Easing.Smooth)),
            Still(32, 40, folder.Red, transition: new Transition(TransitionKind.CrossFade, 8)),
            Still(72, 30, folder.Blue),
            new Shot(94, 30, new ClipSource(folder.Clip), new Transition(TransitionKind.SlideLeft, 8)),
            Still(114, Frames - 114, folder.Disc, new CameraMove(new CameraWindow(0.5, 0.5, 1.2), new CameraWindow(0.5, 0.5, 1)), new Transition(TransitionKind.DipToBlack, 10)),
        ],
        captions: [Cue(3.5, 4.5, "over", "a", "boundary"), Cue(10, 11, "at", "the", "end")]);

    private static bool IsWhite(int red, int green, int blue) => red > 150 && green > 150 && blue > 150;
}
