using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Editing;

/// <summary>What each cut is known by.</summary>
public sealed class CutPatternTests
{
    [Fact]
    public void Cinematic_shows_faces_only_where_somebody_speaks_or_a_beat_has_no_scene()
    {
        var timeline = EditedEpisode.Cut(EditPattern.BrollCinematic);

        // The narrator of the second and fourth beat has no scene.
        timeline.Shots.Select(shot => shot.Source.Path).ShouldBe(
            ["broll0.png", "broll1.png", "face0.png", "head0.mp4", "broll2.png", "face1.png", "head1.mp4", "broll3.png"]);
        timeline.Shots.Skip(1).ShouldAllBe(shot => shot.Transition != null);
        timeline.Shots[5].Transition!.Kind.ShouldBe(TransitionKind.DipToBlack);
    }

    [Fact]
    public void Talking_heads_have_a_face_in_every_beat()
    {
        var timeline = EditedEpisode.Cut(EditPattern.TalkingHeadHeavy);

        var faces = timeline.Shots.Where(shot => shot.Role != ShotRole.Broll).Sum(shot => shot.Frames);
        ((double)faces / timeline.Frames()).ShouldBeGreaterThan(0.5);
        timeline.Shots.Where(shot => shot.Role == ShotRole.TalkingHead).ShouldAllBe(shot => shot.Transition == null);
        timeline.Shots[^1].Source.Path.ShouldBe("face1.png");
    }

    [Fact]
    public void Rapid_changes_often_and_never_shows_the_same_picture_twice_in_a_row()
    {
        var timeline = EditedEpisode.Cut(EditPattern.MixedRapid);

        (timeline.Seconds() / timeline.Shots.Count).ShouldBeLessThan(2.2);
        timeline.Shots.Zip(timeline.Shots.Skip(1)).ShouldAllBe(
            pair => pair.First.Source.Path != pair.Second.Source.Path || pair.Second.Role == ShotRole.TalkingHead);
    }

    [Fact]
    public void Rapid_comes_closer_to_a_face_that_speaks_for_long()
    {
        var heads = EditedEpisode.Cut(EditPattern.MixedRapid, EditedEpisode.Media(lineSeconds: 6)).Shots.Where(shot => shot.Source.Path == "head0.mp4").ToArray();

        heads.Select(shot => ((ClipSource)shot.Source).Window.Zoom > 1).ShouldBe([false, true]);
    }

    [Theory]
    [InlineData("dread", true)]
    [InlineData("Awe", false)]
    public void The_mood_moves_the_camera(string emotion, bool isCloser)
    {
        var script = EditedEpisode.Script(EditPattern.BrollCinematic);
        script = script with { Broll = [.. script.Broll.Select(scene => scene with { Emotion = emotion })] };

        var move = ((StillSource)Pipelines.Episode.Editing.EpisodeEditor.Cut(script, EditedEpisode.Media(), new()).Shots[0].Source).Move;

        (move.To.Zoom > move.From.Zoom).ShouldBe(isCloser);
    }

    [Fact]
    public void A_beat_that_is_too_short_for_its_scenes_shows_the_first()
    {
        var timeline = EditedEpisode.Cut(EditPattern.BrollCinematic, EditedEpisode.Media(narrationSeconds: 1.5));

        timeline.Shots[0].Source.Path.ShouldBe("broll0.png");
        timeline.Shots.ShouldNotContain(shot => shot.Source.Path == "broll1.png");
    }
}
