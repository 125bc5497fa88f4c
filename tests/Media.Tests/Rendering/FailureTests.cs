using FunctionsPipeline.Contracts;
using static FunctionsPipeline.Media.Tests.Rendering.RenderFolder;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>What a render says and leaves when it does not come to its end.</summary>
public sealed class FailureTests(RenderFolder folder) : IClassFixture<RenderFolder>
{
    [Fact]
    public async Task A_render_that_is_called_off_leaves_nothing_and_no_process()
    {
        using var cancelled = new CancellationTokenSource();
        var progress = new Told(_ => cancelled.Cancel());
        var long_ = Of([Still(0, 60 * Rate, folder.Disc, new CameraMove(new CameraWindow(0.5, 0.5, 1), new CameraWindow(0.5, 0.5, 2)))]);

        await Should.ThrowAsync<OperationCanceledException>(() => folder.RenderAsync(long_, "cancelled.mp4", null, progress, cancelled.Token));

        System.IO.File.Exists(folder.File("cancelled.mp4")).ShouldBeFalse();
        folder.ShouldHaveLeftNothingBehind();
        ClipFolder.DecodersOf(folder.File("")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_file_is_named_before_anything_is_made()
    {
        var exception = await FailAsync(Of([Still(0, 10, folder.File("nowhere.png"))]));

        exception.Code.ShouldBe(MediaErrorCodes.FileMissing);
        exception.Message.ShouldContain("nowhere.png");
    }

    [Fact]
    public async Task A_damaged_file_is_told_in_ffmpegs_words()
    {
        var damaged = folder.File("damaged.png");
        await System.IO.File.WriteAllTextAsync(damaged, "no picture at all");

        var exception = await FailAsync(Of([Still(0, 10, damaged)]));

        exception.Code.ShouldBe(MediaErrorCodes.RenderFailed);
        exception.Message.ShouldContain("damaged.png");
    }

    [Fact]
    public async Task A_render_has_a_time_limit()
    {
        var exception = await FailAsync(Of([Still(0, 10, folder.Red)]), new RenderOptions { Timeout = TimeSpan.FromMilliseconds(1) });

        exception.Code.ShouldBe(MediaErrorCodes.RenderTimeout);
        exception.IsRetryable.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_there_before_stays_when_a_render_fails()
    {
        await System.IO.File.WriteAllTextAsync(folder.File("failed.mp4"), "before");

        await FailAsync(Of([Still(0, 10, folder.File("nowhere.png"))]));

        (await System.IO.File.ReadAllTextAsync(folder.File("failed.mp4"))).ShouldBe("before");
        System.IO.File.Delete(folder.File("failed.mp4"));
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task A_timeline_that_contradicts_itself_is_refused(string part, Func<Timeline, Timeline> change)
    {
        var exception = await FailAsync(change(Of([Still(0, 10, folder.Red), Still(10, 10, folder.Blue)])));

        exception.Code.ShouldBe(MediaErrorCodes.TimelineInvalid);
        exception.Message.ShouldContain(part);
    }

    public static TheoryData<string, Func<Timeline, Timeline>> Contradictions => new()
    {
        { "181 x 320", timeline => timeline with { WidthPx = 181 } },
        { "0 shots", timeline => timeline with { Shots = [] } },
        { "shot 1 begins at frame 11", timeline => timeline with { Shots = [timeline.Shots[0], timeline.Shots[1] with { StartFrame = 11 }] } },
        { "shot 0 has a transition", timeline => timeline with { Shots = [timeline.Shots[0] with { Transition = new Transition(TransitionKind.CrossFade, 2) }] } },
        { "its transitions alone take 12", timeline => timeline with { Shots = [timeline.Shots[0], timeline.Shots[1] with { StartFrame = -2, Transition = new Transition(TransitionKind.CrossFade, 12) }] } },
        { "zoom 9", timeline => timeline with { Shots = [timeline.Shots[0] with { Source = new StillSource(timeline.Shots[0].Source.Path, new CameraMove(new CameraWindow(0.5, 0.5, 9), new CameraWindow(0.5, 0.5, 1))) }] } },
        { "caption 1", timeline => timeline with { Captions = [Cue(0, 2, "a"), Cue(1, 3, "b")] } },
        { "sound 0", timeline => timeline with { Audio = [new AudioClip(timeline.Shots[0].Source.Path, AudioRole.Voice, -1, 1)] } },
    };

    [Fact]
    public async Task Progress_goes_up_to_the_end_and_tells_what_is_left()
    {
        var told = new Told(_ => { });

        await folder.RenderAsync(Of([Still(0, 20 * Rate, folder.Disc, new CameraMove(new CameraWindow(0.5, 0.5, 1), new CameraWindow(0.5, 0.5, 2)))]), "progress.mp4", null, told);

        told.All.Select(progress => progress.DoneSeconds).ShouldBeInOrder();
        told.All[^1].ShouldBe(new RenderProgress(20, 20, TimeSpan.Zero));
        told.All.Where(progress => progress.DoneSeconds > 0).ShouldAllBe(progress => progress.Remaining >= TimeSpan.Zero);
    }

    [Fact]
    public async Task Names_of_files_mean_nothing_to_the_graph()
    {
        var strange = Directory.CreateDirectory(folder.File("it's [a] folder, of: 100%;=\\ names")).FullName;
        var picture = Path.Combine(strange, "-i %03d 'x'.png");
        System.IO.File.Copy(folder.Red, picture, overwrite: true);
        var renderer = new TimelineRenderer(folder.Tool, new RenderOptions(), new ManualTimeProvider());

        var video = await renderer.RenderAsync(
            Of([Still(0, 15, picture)], captions: [Cue(0, 1, "word")]), Path.Combine(strange, "out's.mp4"), Path.Combine(strange, "scratch"), null, CancellationToken.None);

        System.IO.File.Exists(video.Path).ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(Path.Combine(strange, "scratch")).ShouldBeEmpty();
    }

    private async Task<MediaException> FailAsync(Timeline timeline, RenderOptions? options = null)
    {
        var exception = await Should.ThrowAsync<MediaException>(() => folder.RenderAsync(timeline, "failed.mp4", options));
        folder.ShouldHaveLeftNothingBehind();
        return exception;
    }

    private sealed class Told(Action<RenderProgress> then) : IProgress<RenderProgress>
    {
        public List<RenderProgress> All { get; } = [];

        public void Report(RenderProgress value)
        {
            All.Add(value);
            then(value);
        }
    }
}
