using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps.Chat;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>Reads the answer to <see cref="WordRequests.Rewrite"/>.</summary>
internal static class RetellingReader
{
    private const int NarrationCharactersMax = 1200;

    /// <summary>The retelling, or all that is wrong with it.</summary>
    public static WrittenWords<Retelling> Read(ChatAnswer answer, EpisodeBrief brief) => WrittenWords<Retelling>.Read(answer, brief.Blocklist, root =>
    {
        var beats = root.Objects("beats", ScriptNames.Beats.Count, ScriptNames.Beats.Count);
        var read = beats.Select((beat, index) => ReadBeat(beat, index)).ToList();
        var retelling = new Retelling(
            root.Text("title", WordLimits.TitleCharactersMax), root.Text("logline", WordLimits.LoglineCharactersMax), read);

        // Where beats are missing their number is the problem, not the length that follows from it.
        var range = SpeechLength.Narration(brief.Seconds);
        if (read.Count == ScriptNames.Beats.Count && !range.Holds(retelling.NarrationWords))
        {
            root.Add("beats", FormattableString.Invariant(
                $"the narrations have {retelling.NarrationWords} words together; an episode of {brief.Seconds} s has {range} ({SpeechLength.WordsPerSecond} words a second, the rest is for spoken lines)"));
        }

        return retelling;
    });

    private static Beat ReadBeat(AnswerFields beat, int index)
    {
        var kind = beat.Choice("kind", ScriptNames.Beats);
        if (kind >= 0 && kind != index && index < ScriptNames.Beats.Count) beat.Add("kind", $"is {ScriptNames.Beats[kind]}; {ScriptNames.Beats[index]} comes here");
        return new Beat((BeatKind)Math.Max(0, kind), beat.Spoken("narration", NarrationCharactersMax, int.MaxValue), beat.Word("emotion"));
    }
}
