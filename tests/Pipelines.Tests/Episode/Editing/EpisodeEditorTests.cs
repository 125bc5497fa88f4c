using System.Text.Json;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Editing;
using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Editing;

/// <summary>What every cut has in common.</summary>
public sealed class EpisodeEditorTests
{
    public static TheoryData<EditPattern> Patterns => [.. Enum.GetValues<EditPattern>()];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Narration_comes_first_in_each_beat_then_its_lines_and_nothing_overlaps(EditPattern pattern)
    {
        var voices = EditedEpisode.Cut(pattern).Audio.Where(clip => clip.Role == AudioRole.Voice).ToArray();

        voices.Select(voice => voice.Path).ShouldBe(["n0.wav", "n1.wav", "l0.wav", "n2.wav", "n3.wav", "l1.wav", "n4.wav"]);
        voices.Zip(voices.Skip(1)).ShouldAllBe(pair => pair.Second.StartSeconds >= pair.First.StartSeconds + pair.First.Seconds + 0.1);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void The_length_is_what_the_words_take(EditPattern pattern)
    {
        var seconds = EditedEpisode.Cut(pattern).Seconds();

        // 29 s of voices, and pauses.
        seconds.ShouldBeInRange(30, 34);
        EditedEpisode.Cut(pattern, EditedEpisode.Media(narrationSeconds: 8)).Seconds().ShouldBe(seconds + 15, 0.2);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Shots_follow_each_other_without_a_gap_whatever_their_transitions(EditPattern pattern)
    {
        foreach (var seed in Enumerable.Range(0, 8))
        {
            foreach (var narration in new[] { 0.3, 1.1, 2.5, 5, 9 })
            {
                var timeline = EditedEpisode.Cut(pattern, EditedEpisode.Media(seed % 2 == 0, narration, 0.4 + (seed * 0.5)), new EditSettings { Seed = seed });
                timeline.Shots[0].StartFrame.ShouldBe(0);
                for (var i = 0; i < timeline.Shots.Count; i++)
                {
                    var into = timeline.Shots[i].Transition?.Frames ?? 0;
                    var outOf = i + 1 < timeline.Shots.Count ? timeline.Shots[i + 1].Transition?.Frames ?? 0 : 0;
                    timeline.Shots[i].Frames.ShouldBeGreaterThan(into + outOf);
                    if (i > 0) timeline.Shots[i].StartFrame.ShouldBe(timeline.Shots[i - 1].StartFrame + timeline.Shots[i - 1].Frames - into);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_face_moves_its_mouth_when_its_sound_is_heard(EditPattern pattern)
    {
        var timeline = EditedEpisode.Cut(pattern);

        foreach (var shot in timeline.Shots.Where(shot => shot.Role == ShotRole.TalkingHead))
        {
            var clip = (ClipSource)shot.Source;
            var sound = timeline.Sound(clip.Path.Replace("head", "l").Replace(".mp4", ".wav"));

            // When the clip would be at its beginning, were it not held or cut into.
            var beginning = ((double)(shot.StartFrame + clip.HoldFrames) / EditedEpisode.Rate) - clip.InSeconds;
            beginning.ShouldBe(sound.StartSeconds, 0.5 / EditedEpisode.Rate);
        }

        timeline.Shots.Count(shot => shot.Role == ShotRole.TalkingHead).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Scenes_are_shown_in_their_beat(EditPattern pattern)
    {
        var timeline = EditedEpisode.Cut(pattern);
        (string Path, string From, string To)[] beats = [("broll0.png", "n0.wav", "n1.wav"), ("broll1.png", "n0.wav", "n1.wav"), ("broll2.png", "n2.wav", "n3.wav"), ("broll3.png", "n4.wav", "")];

        foreach (var (path, from, to) in beats)
        {
            var (start, end) = (timeline.Sound(from).StartSeconds - 1, to.Length == 0 ? timeline.Seconds() : timeline.Sound(to).StartSeconds);
            timeline.Shots.ShouldContain(
                shot => shot.Source.Path == path && shot.StartFrame >= start * EditedEpisode.Rate && shot.StartFrame < end * EditedEpisode.Rate, $"{path} in {pattern}");
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_portrait_stands_in_where_a_face_has_no_clip(EditPattern pattern)
    {
        var timeline = EditedEpisode.Cut(pattern, EditedEpisode.Media(hasClips: false));
        var line = timeline.Sound("l1.wav");

        var shot = timeline.SeenAt(line.StartSeconds + (line.Seconds / 2));

        shot.Role.ShouldBe(ShotRole.Portrait);
        var still = shot.Source.ShouldBeOfType<StillSource>();
        still.Path.ShouldBe("face1.png");
        still.Move.From.ShouldNotBe(still.Move.To);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void The_same_seed_makes_the_same_cut_to_the_byte(EditPattern pattern)
    {
        var settings = new EditSettings { Seed = 7 };

        Json(EditedEpisode.Cut(pattern, settings: settings)).ShouldBe(Json(EditedEpisode.Cut(pattern, settings: settings)));
        var read = JsonSerializer.Deserialize<Timeline>(Json(EditedEpisode.Cut(pattern, settings: settings)))!;
        Json(read).ShouldBe(Json(EditedEpisode.Cut(pattern, settings: settings)));
    }

    [Fact]
    public void Known_words_are_read_when_they_are_spoken()
    {
        var media = EditedEpisode.Media();
        var spoken = media.Narration[0] with { Words = [new SpokenWord("Nobody", 0.5, 0.9), new SpokenWord("knows.", 1, 6)] };
        media = media with { Narration = [spoken, .. media.Narration.Skip(1)] };

        var timeline = EditedEpisode.Cut(EditPattern.BrollCinematic, media);
        var start = timeline.Sound("n0.wav").StartSeconds;

        var words = timeline.Captions.SelectMany(cue => cue.Words).Take(2).ToArray();
        words.Select(word => (word.Text, Math.Round(word.StartSeconds - start, 6), Math.Round(word.EndSeconds - start, 6)))
            .ShouldBe([("Nobody", 0.5, 0.9), ("knows.", 1.0, 5.0)]);
    }

    [Fact]
    public void Words_that_nobody_knows_the_times_of_are_spread_over_their_sound()
    {
        var timeline = EditedEpisode.Cut(EditPattern.BrollCinematic);

        string.Join(' ', timeline.Captions.Select(cue => cue.Text())).ShouldBe(
            "Nobody had heard the mill for twenty years. Mara came home to sell it. Who is there? The stones went round and round. It was her father. Only me, child. In the morning it was silent.");
        foreach (var voice in timeline.Audio)
        {
            var within = timeline.Captions.Where(cue => cue.StartSeconds >= voice.StartSeconds - 0.001 && cue.StartSeconds < voice.StartSeconds + voice.Seconds).ToArray();
            within[0].StartSeconds.ShouldBe(voice.StartSeconds, 0.001);
            within[^1].EndSeconds.ShouldBe(voice.StartSeconds + voice.Seconds, 0.5);
        }
    }

    [Fact]
    public void Music_lies_under_the_whole()
    {
        var timeline = EditedEpisode.Cut(EditPattern.MixedRapid, EditedEpisode.Media() with { MusicPath = "music.wav" });

        var music = timeline.Audio.Single(clip => clip.Role == AudioRole.Music);
        (music.StartSeconds, music.Seconds).ShouldBe((0, timeline.Seconds()));
    }

    [Fact]
    public void Files_that_do_not_match_the_words_are_refused()
    {
        var media = EditedEpisode.Media();

        Should.Throw<ArgumentException>(() => EditedEpisode.Cut(EditPattern.MixedRapid, media with { Broll = ["one.png"] })).Message.ShouldContain("1 moving pictures; the script has 4");
        Should.Throw<ArgumentException>(() => EditedEpisode.Cut(EditPattern.MixedRapid, media with { Lines = [] })).Message.ShouldContain("0 lines");
    }

    [Fact]
    public void Heads_get_the_look_that_the_pictures_have()
    {
        var clips = EditedEpisode.Cut(EditPattern.TalkingHeadHeavy, settings: new EditSettings { Grade = Grade.Warm }).Shots.Select(shot => shot.Source).OfType<ClipSource>().ToList();

        clips.ShouldNotBeEmpty();
        clips.ShouldAllBe(clip => clip.Grade == Grade.Warm);
    }

    [Fact]
    public void Without_transitions_there_are_only_cuts()
    {
        EditedEpisode.Cut(EditPattern.BrollCinematic, settings: new EditSettings { HasTransitions = false }).Shots.ShouldAllBe(shot => shot.Transition == null);
    }

    private static string Json(Timeline timeline) => JsonSerializer.Serialize(timeline);
}
