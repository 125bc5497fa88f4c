using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Cuts an episode: says what is seen, heard and read at every moment. Pure: the same words, files and settings make the same timeline.</summary>
/// <remarks>The length is what the words take, see <see cref="Timeline.Seconds"/>; nothing is cut off or stretched to reach another.</remarks>
public static class EpisodeEditor
{
    /// <summary>Cuts an episode.</summary>
    /// <param name="script">Its words.</param>
    /// <param name="media">Its files, as many of each kind as the script has.</param>
    /// <param name="settings">Size, rate, seed.</param>
    /// <exception cref="ArgumentException">There are fewer or more files than words, or no picture at all.</exception>
    public static Timeline Cut(EpisodeScript script, EpisodeMedia media, EditSettings settings)
    {
        RequireCount(media.Narration.Count, script.Beats.Count, "sounds of the narrator", nameof(media));
        RequireCount(media.Lines.Count, script.Lines.Count, "lines", nameof(media));
        RequireCount(media.Broll.Count, script.Broll.Count, "moving pictures", nameof(media));

        var pattern = PatternOf(script.Pattern);
        var speeches = SpeechOrder.Of(script, media, pattern.Pauses, settings.FramesPerSecond);
        var end = speeches[^1].EndFrame(settings.FramesPerSecond) + (int)Math.Round(pattern.Pauses.After * settings.FramesPerSecond);
        var shots = new ShotList(settings, end);
        var pictures = new EpisodePictures(script, media);
        for (var i = 0; i < speeches.Count; i++) pattern.AddShots(shots, Scene.Of(speeches, i, end, settings.FramesPerSecond), pictures);

        var timeline = new Timeline(
            settings.WidthPx, settings.HeightPx, settings.FramesPerSecond, shots.Finish(), [], CaptionPhrases.Cut([.. speeches.Select(speech => SpokenWords.Of(speech, settings.FramesPerSecond))]));
        return timeline with { Audio = Sounds(speeches, media, timeline.Seconds(), settings) };
    }

    private static IReadOnlyList<AudioClip> Sounds(IReadOnlyList<Speech> speeches, EpisodeMedia media, double seconds, EditSettings settings)
    {
        var voices = speeches.Select(speech => new AudioClip(
            speech.Sound.Path, AudioRole.Voice, (double)speech.StartFrame / settings.FramesPerSecond, speech.Sound.Seconds));
        return media.MusicPath is { } music ? [.. voices, new AudioClip(music, AudioRole.Music, 0, seconds, settings.MusicGainDb)] : [.. voices];
    }

    private static CutPattern PatternOf(EditPattern pattern) => pattern switch
    {
        EditPattern.TalkingHeadHeavy => new TalkingHeadHeavyCut(),
        EditPattern.BrollCinematic => new BrollCinematicCut(),
        EditPattern.MixedRapid => new MixedRapidCut(),
        _ => throw new ArgumentOutOfRangeException(nameof(pattern), pattern, "Unknown pattern."),
    };

    private static void RequireCount(int found, int expected, string what, string parameter)
    {
        if (found != expected) throw new ArgumentException($"There are {found} {what}; the script has {expected}.", parameter);
    }
}
