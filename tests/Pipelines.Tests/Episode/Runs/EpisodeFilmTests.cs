using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Runs;

/// <summary>Every way to cut, every look, every thumbnail, both voices and both makers of talking heads, told from the finished files.</summary>
public sealed class EpisodeFilmTests
{
    [Fact]
    public async Task Heads_carry_it_in_warm_colours_with_a_frame_as_thumbnail()
    {
        await using var world = await EpisodeWorld.StartAsync();
        var made = (await world.MakeAsync(ShortStory.Spec("talking_head_heavy", """
            "grade":"warm","thumbnail":"frame","voices":"elevenlabs","heads":"heygen"
            """))).ShouldBeWhole();

        await ShouldBeSeenHeardAndReadAsync(made, voices: "elevenlabs", heads: "heygen");
        made.Timeline.Shots.Where(shot => shot.Transition is not null).ShouldAllBe(shot => shot.Transition!.Kind == TransitionKind.WipeLeft || shot.Transition.Kind == TransitionKind.CrossFade);
        (await RednessAsync(made)).ShouldBeGreaterThan(6, "warm");

        // The frame is one of a face that speaks.
        made.Result.Review!.ThumbnailMode.ShouldBe("frame");
        made.Steps.ShouldNotContain(step => step.StartsWith("thumbnail", StringComparison.Ordinal));
        var face = await made.MiddleOfAsync(made.Timeline.Shots.First(shot => shot.Role == ShotRole.TalkingHead));
        (await ThumbnailAsync(made)).LikenessTo(face).ShouldBeGreaterThan(0.6);
        await ShouldHaveMusicAsync(made);
        Directory.EnumerateFileSystemEntries(world.ScratchFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Moving_pictures_melt_in_cinema_colours_and_the_thumbnail_is_made_for_it()
    {
        await using var world = await EpisodeWorld.StartAsync();
        var made = (await world.MakeAsync(ShortStory.Spec("broll_cinematic", """
            "grade":"cinematic","thumbnail":"generated","voices":"openai","heads":"did"
            """))).ShouldBeWhole();

        await ShouldBeSeenHeardAndReadAsync(made, voices: "openai", heads: "did");
        made.Timeline.Shots.Skip(1).ShouldAllBe(shot => shot.Transition != null);
        var dark = made.Timeline.Shots.Single(shot => shot.Transition?.Kind == TransitionKind.DipToBlack);
        (await made.PixelsAsync()).At(dark.StartFrame + (dark.Transition!.Frames / 2)).Brightness().ShouldBeLessThan(30);

        // Darker towards the edges than the picture that came.
        var (graded, original) = await FirstPictureAsync(made);
        graded.Brightness().ShouldBeLessThan(original.Brightness() - 4, "cinematic");
        await ShouldHaveMadeThumbnailAsync(made);
        await ShouldHaveMusicAsync(made);
    }

    [Fact]
    public async Task Quick_cuts_leave_colours_alone_and_without_music_there_is_silence_between_voices()
    {
        await using var world = await EpisodeWorld.StartAsync();
        var made = (await world.MakeAsync(ShortStory.Spec("mixed_rapid", """
            "grade":"neutral","thumbnail":"hybrid","voices":"elevenlabs","heads":"did","music":false
            """))).ShouldBeWhole();

        await ShouldBeSeenHeardAndReadAsync(made, voices: "elevenlabs", heads: "did");
        var flash = made.Timeline.Shots.First(shot => shot.Transition?.Kind == TransitionKind.DipToWhite);
        (await made.PixelsAsync()).At(flash.StartFrame + (flash.Transition!.Frames / 2)).Brightness().ShouldBeGreaterThan(180);
        (await RednessAsync(made)).ShouldBe(0, 4, "neutral");
        await ShouldHaveMadeThumbnailAsync(made);
        (await made.LevelAsync(made.Timeline.Seconds() - 0.9, made.Timeline.Seconds() - 0.4)).ShouldBeLessThan(-60);
    }

    /// <summary>What holds for every finished episode.</summary>
    private static async Task ShouldBeSeenHeardAndReadAsync(MadeEpisode made, string voices, string heads)
    {
        var timeline = made.Timeline;
        made.Degradations.ShouldBeEmpty();
        (await MadeEpisode.StreamsAsync(made.Video)).ShouldBe(["h264,144,256", "aac"]);
        var pixels = await made.PixelsAsync();
        pixels.Frames.ShouldBe(timeline.Frames());

        made.Steps.Where(IsSpoken).Count(step => step.Contains($".{voices} ", StringComparison.Ordinal)).ShouldBe(7);
        foreach (var voice in timeline.Audio.Where(clip => clip.Role == AudioRole.Voice))
        {
            (await made.LevelAsync(voice.StartSeconds, voice.StartSeconds + voice.Seconds)).ShouldBeGreaterThan(-35, voice.Path);
        }

        made.Steps.Count(step => step.StartsWith($"head.{heads} ", StringComparison.Ordinal)).ShouldBe(2);
        foreach (var (place, shot) in timeline.Shots.Where(shot => shot.Role == ShotRole.TalkingHead).DistinctBy(shot => shot.Source.Path).Index())
        {
            // Heads of two makers and of two faces, in the order of the lines. One look has darker edges.
            var clip = await VideoPixels.ReadAsync(made.Ffmpeg, made.File($"processed/tale/head-{place + 1}.mp4"));
            (await made.MiddleOfAsync(shot)).LikenessTo(clip.At(clip.Frames / 2)).ShouldBeGreaterThan(((ClipSource)shot.Source).Grade == Grade.Cinematic ? 0.75 : 0.9);
        }

        var read = SubRip.Read(await File.ReadAllTextAsync(made.File("videos/tale.srt")));
        string.Join(' ', read.Select(entry => entry.Text)).ShouldBe(ShortStory.Spoken);
        foreach (var cue in timeline.Captions) pixels.At((int)((cue.StartSeconds + cue.EndSeconds) / 2 * timeline.FramesPerSecond)).SpokenPixels().ShouldBeGreaterThan(5, cue.Text());
    }

    private static bool IsSpoken(string step) => step.StartsWith("narration.", StringComparison.Ordinal) || step.StartsWith("line.", StringComparison.Ordinal);

    private static async Task ShouldHaveMusicAsync(MadeEpisode made) =>
        (await made.LevelAsync(made.Timeline.Seconds() - 0.9, made.Timeline.Seconds() - 0.6)).ShouldBeGreaterThan(-50);

    private static async Task ShouldHaveMadeThumbnailAsync(MadeEpisode made)
    {
        made.Result.Review!.ThumbnailMode.ShouldBe("generated");
        (await MadeEpisode.StreamsAsync(made.Thumbnail)).ShouldBe(["mjpeg,1280,720"]);
        var picture = Directory.GetFiles(made.File("answers/tale"), "thumbnail-0.*.png").ShouldHaveSingleItem();
        (await ThumbnailAsync(made)).LikenessTo(await VideoPixels.PictureAsync(made.Ffmpeg, picture)).ShouldBeGreaterThan(0.6);
    }

    /// <summary>The middle of the thumbnail, where the upright picture stands.</summary>
    private static Task<PixelFrame> ThumbnailAsync(MadeEpisode made) => VideoPixels.PictureAsync(made.Ffmpeg, made.Thumbnail);

    /// <summary>How much more red against blue the first picture has in the video than it had when it came.</summary>
    private static async Task<double> RednessAsync(MadeEpisode made)
    {
        var (graded, original) = await FirstPictureAsync(made);
        return graded.Mean().Red - graded.Mean().Blue - (original.Mean().Red - original.Mean().Blue);
    }

    private static async Task<(PixelFrame Graded, PixelFrame Original)> FirstPictureAsync(MadeEpisode made)
    {
        var graded = await made.MiddleOfAsync(made.Timeline.Shots[0]);
        var original = await VideoPixels.PictureAsync(made.Ffmpeg, made.File("broll/tale/1.png"));
        graded.LikenessTo(original).ShouldBeGreaterThan(0.7);
        return (graded, original);
    }
}
