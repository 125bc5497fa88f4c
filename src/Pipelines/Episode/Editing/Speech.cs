using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Something that is said, and when in the episode.</summary>
/// <param name="Beat">Index of its beat.</param>
/// <param name="Line">Index of the line; null for the narrator.</param>
/// <param name="Text">What is said, by the script.</param>
/// <param name="Emotion">In which mood.</param>
/// <param name="Sound">Its sound.</param>
/// <param name="StartFrame">The frame at which its sound begins.</param>
internal sealed record Speech(int Beat, int? Line, string Text, string Emotion, SpokenSound Sound, int StartFrame)
{
    /// <summary>The first frame after it.</summary>
    public int EndFrame(int framesPerSecond) => StartFrame + (int)Math.Ceiling(Sound.Seconds * framesPerSecond);
}

/// <summary>Pauses of an episode, s.</summary>
/// <param name="Before">Before the first word.</param>
/// <param name="WithinBeat">Between two voices of a beat.</param>
/// <param name="BetweenBeats">Between two beats.</param>
/// <param name="After">After the last word.</param>
internal sealed record Pauses(double Before, double WithinBeat, double BetweenBeats, double After);

/// <summary>Puts everything that is said one after the other: each beat's narration, then its lines.</summary>
internal static class SpeechOrder
{
    public static IReadOnlyList<Speech> Of(EpisodeScript script, EpisodeMedia media, Pauses pauses, int framesPerSecond)
    {
        var speeches = new List<Speech>();
        for (var beat = 0; beat < script.Beats.Count; beat++)
        {
            var (kind, narration, emotion) = script.Beats[beat];
            Add(new Speech(beat, null, narration, emotion, media.Narration[beat], 0));
            for (var line = 0; line < script.Lines.Count; line++)
            {
                if (script.Lines[line].Beat != kind) continue;
                Add(new Speech(beat, line, script.Lines[line].Text, script.Lines[line].Emotion, media.Lines[line].Sound, 0));
            }
        }

        return speeches;

        void Add(Speech speech)
        {
            var last = speeches.Count == 0 ? null : speeches[^1];
            var pause = last is null ? pauses.Before : last.Beat == speech.Beat ? pauses.WithinBeat : pauses.BetweenBeats;
            var start = (last?.EndFrame(framesPerSecond) ?? 0) + (int)Math.Round(pause * framesPerSecond);
            speeches.Add(speech with { StartFrame = start });
        }
    }
}
