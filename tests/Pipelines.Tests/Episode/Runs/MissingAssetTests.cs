using FunctionsPipeline.Media;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Runs;

/// <summary>Assets of every kind that cannot be had: what stands in is in the finished file, and is written down.</summary>
public sealed class MissingAssetTests
{
    // Faces are asked for first (1, 2), then scenes (3 to 6), then the thumbnail (7).
    private const string NoFace = """{"match":{"operation":"image","nth":1},"fault":{"kind":"moderation"}}""";
    private const string NoScene = """{"match":{"operation":"image","nth":4},"fault":{"kind":"moderation"}}""";
    private const string NoThumbnail = """{"match":{"operation":"image","nth":7},"fault":{"kind":"moderation"}}""";

    private const string NoHead = """{"match":{"operation":"talking-head","nth":1},"fault":{"kind":"generation-failed"}}""";

    [Fact]
    public async Task Face_scene_head_thumbnail_and_own_files_that_are_broken_have_stand_ins_made_here()
    {
        await using var world = await EpisodeWorld.StartAsync($"{NoFace},{NoScene},{NoThumbnail},{NoHead}");
        await world.PutAsync("assets/broll_fallbacks/broken.png", "no picture"u8.ToArray());
        await world.PutAsync("assets/music/broken.mp3", "no music"u8.ToArray());
        var made = (await world.MakeAsync(ShortStory.Spec(fields: """ "heads":"did" """))).ShouldBeWhole();

        made.Degradations.ShouldBe(["portrait_stand_in", "broll_stand_in", "thumbnail_frame", "head_ken_burns", "own_file_unusable", "own_file_unusable"], ignoreOrder: true);
        made.Item.Degradations.Where(degradation => degradation.Kind == "own_file_unusable").Select(degradation => degradation.What)
            .ShouldBe(["The file assets/broll_fallbacks/broken.png was to be used.", "The file assets/music/broken.mp3 was to be used."]);
        made.Timeline.Audio.Single(clip => clip.Role == AudioRole.Music).Path.ShouldEndWith("audio/tale/music.wav");

        // The lines of both characters are pictures that are moved: one has no face to speak with, the other's did not come.
        made.Timeline.Shots.ShouldNotContain(shot => shot.Role == ShotRole.TalkingHead);
        await ShouldShowAsync(made, "processed/tale/portrait-mara.png", "stand-in-mara");
        await ShouldShowAsync(made, "processed/tale/broll-2.png", "stand-in-2");
        await ShouldMoveAsync(made, "processed/tale/portrait-miller.png");

        made.Result.Review!.ThumbnailMode.ShouldBe("frame");
        (await MadeEpisode.StreamsAsync(made.Thumbnail)).ShouldBe(["mjpeg,1280,720"]);
    }

    [Fact]
    public async Task A_persons_own_pictures_and_music_come_before_those_made_here()
    {
        await using var world = await EpisodeWorld.StartAsync($"{NoFace},{NoScene}");
        await PutAsync(world, "assets/characters_fallbacks/own.png", "-f", "lavfi", "-i", "color=0xc02020:size=288x512", "-frames:v", "1", "-f", "image2", "-c:v", "png");
        await PutAsync(world, "assets/broll_fallbacks/own.jpg", "-f", "lavfi", "-i", "color=0x2030c0:size=288x512", "-frames:v", "1", "-f", "image2", "-c:v", "mjpeg");
        await PutAsync(world, "assets/music/own.wav", "-f", "lavfi", "-i", "aevalsrc='0.3*sin(2*PI*7000*t)':s=44100:d=2", "-f", "wav");
        var made = (await world.MakeAsync(ShortStory.Spec(fields: """ "lipSync":false,"grade":"neutral","thumbnail":"off" """))).ShouldBeWhole();

        made.Degradations.ShouldBe(["portrait_stand_in", "broll_stand_in"], ignoreOrder: true);
        var face = (await made.MiddleOfAsync(ShotOf(made, "processed/tale/portrait-mara.png"))).Mean();
        (face.Red - face.Blue).ShouldBeGreaterThan(120);
        var scene = (await made.MiddleOfAsync(ShotOf(made, "processed/tale/broll-2.png"))).Mean();
        (scene.Blue - scene.Red).ShouldBeGreaterThan(120);
        made.Timeline.Audio.Single(clip => clip.Role == AudioRole.Music).Path.ShouldBe("assets/music/own.wav");
        (await made.LevelAsync(made.Timeline.Seconds() - 0.9, made.Timeline.Seconds() - 0.6, "highpass=f=6000")).ShouldBeGreaterThan(-50);
        File.Exists(made.Thumbnail).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_voice_and_another_maker_of_heads_take_over()
    {
        await using var world = await EpisodeWorld.StartAsync("""
            {"match":{"operation":"speech","provider":"elevenlabs","every":1},"fault":{"kind":"moderation"}},
            {"match":{"operation":"talking-head","provider":"did","every":1},"fault":{"kind":"generation-failed"}}
            """);
        var made = (await world.MakeAsync(ShortStory.Spec(fields: """ "voices":["elevenlabs","openai"],"heads":["did","heygen"],"thumbnail":"off" """))).ShouldBeWhole();

        made.Item.Degradations.Count.ShouldBe(9);
        made.Item.Degradations.Count(degradation => degradation.VisibleEffect.Contains("openai", StringComparison.Ordinal)).ShouldBe(7);
        made.Item.Degradations.Count(degradation => degradation.VisibleEffect.Contains("heygen", StringComparison.Ordinal)).ShouldBe(2);
        made.Timeline.Shots.Count(shot => shot.Role == ShotRole.TalkingHead).ShouldBeGreaterThan(1);
        var voice = made.Timeline.Audio[0];
        (await made.LevelAsync(voice.StartSeconds, voice.StartSeconds + voice.Seconds)).ShouldBeGreaterThan(-35);
    }

    [Fact]
    public async Task Without_a_voice_there_is_no_episode()
    {
        await using var world = await EpisodeWorld.StartAsync("""{"match":{"operation":"speech","nth":3},"fault":{"kind":"moderation"}}""");

        var made = await world.MakeAsync(ShortStory.Spec(fields: """ "voices":"elevenlabs","lipSync":false,"thumbnail":"off" """));

        made.Item.Status.ShouldBe(ItemStatus.Failed);
        made.Item.Error!.Message.ShouldContain("elevenlabs");
        File.Exists(made.Video).ShouldBeFalse();
    }

    private static async Task ShouldShowAsync(MadeEpisode made, string picture, string standIn)
    {
        Directory.EnumerateFiles(made.Folder, standIn + ".png", SearchOption.AllDirectories).ShouldHaveSingleItem();
        var shown = await VideoPixels.PictureAsync(made.Ffmpeg, made.File(picture));
        (await made.MiddleOfAsync(ShotOf(made, picture))).LikenessTo(shown).ShouldBeGreaterThan(0.9, picture);
    }

    private static async Task ShouldMoveAsync(MadeEpisode made, string picture)
    {
        var shot = ShotOf(made, picture);
        var pixels = await made.PixelsAsync();
        var (first, last) = (pixels.At(shot.StartFrame + (shot.Transition?.Frames ?? 0)), pixels.At(shot.StartFrame + shot.Frames - 12));
        first.LikenessTo(last).ShouldBeGreaterThan(0.5);
        first.DifferenceFrom(last).ShouldBeGreaterThan(0.5);
    }

    private static Shot ShotOf(MadeEpisode made, string picture) => made.Timeline.Shots.First(shot => shot.Source.Path.EndsWith(picture, StringComparison.Ordinal));

    private static async Task PutAsync(EpisodeWorld world, string path, params string[] arguments) =>
        await world.PutAsync(path, await VideoPixels.OutputAsync(world.Services.Ffmpeg!.Path, [.. arguments, "-"]));
}
