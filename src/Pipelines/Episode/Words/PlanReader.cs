using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps.Chat;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>Reads the answer to <see cref="WordRequests.Plan"/>.</summary>
internal static class PlanReader
{
    private const int LineCharactersMax = 300;

    /// <summary>The plan, or all that is wrong with it.</summary>
    public static WrittenWords<EpisodePlan> Read(ChatAnswer answer, EpisodeBrief brief, Retelling retelling, Cast cast) =>
        WrittenWords<EpisodePlan>.Read(answer, brief.Blocklist, root =>
        {
            var ids = cast.Characters.Select(character => character.Id).ToList();
            var lines = root.Objects("lines", WordLimits.LinesMin, WordLimits.LinesMax).Select(line => ReadLine(line, ids)).ToList();
            var scenes = root.Objects("broll", WordLimits.ScenesMin, WordLimits.ScenesMax).Select(ReadScene).ToList();
            CheckLength(root, brief, retelling, lines);
            return new EpisodePlan(
                ReadPattern(root, brief.Pattern),
                root.Text("description", WordLimits.DescriptionCharactersMax),
                ReadTags(root),
                ReadThumbnail(root),
                lines,
                scenes);
        });

    private static EditPattern ReadPattern(AnswerFields root, EditPattern? set)
    {
        var pattern = root.Choice("edit_pattern", ScriptNames.Patterns);
        if (set is { } wanted && pattern >= 0 && (EditPattern)pattern != wanted) root.Add("edit_pattern", $"is {ScriptNames.Patterns[pattern]}; {ScriptNames.Of(wanted)} is set");
        return set ?? (EditPattern)Math.Max(0, pattern);
    }

    private static SpokenLine ReadLine(AnswerFields line, IReadOnlyList<string> ids)
    {
        var id = line.Text("character_id", WordLimits.IdCharactersMax);
        if (id.Length > 0 && !ids.Contains(id)) line.Add("character_id", $"'{AnswerFields.Short(id)}' is no character; one of: {string.Join(", ", ids)}");
        return new SpokenLine(
            id,
            (BeatKind)Math.Max(0, line.Choice("beat", ScriptNames.Beats)),
            line.Spoken("text", LineCharactersMax, WordLimits.LineWordsMax),
            line.Word("emotion"));
    }

    private static BrollScene ReadScene(AnswerFields scene) => new(
        (BeatKind)Math.Max(0, scene.Choice("beat", ScriptNames.Beats)), scene.Text("prompt", WordLimits.PromptCharactersMax), scene.Word("emotion"));

    private static List<string> ReadTags(AnswerFields root)
    {
        var tags = root.Texts("tags", WordLimits.TagsMin, WordLimits.TagsMax, WordLimits.TagCharactersMax);

        // A comma or a bracket would make another tag of it, or none: YouTube refuses the whole list then.
        foreach (var (index, tag) in tags.Index().Where(entry => entry.Item.AsSpan().ContainsAny(",<>\""))) root.Add($"tags[{index}]", $"'{AnswerFields.Short(tag)}' holds one of , < > \"");
        return [.. tags.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string ReadThumbnail(AnswerFields root)
    {
        var text = root.Text("thumbnail_text", WordLimits.ThumbnailCharactersMax);
        var words = SpeechLength.Words(text);
        if (text.Length > 0 && words is < WordLimits.ThumbnailWordsMin or > WordLimits.ThumbnailWordsMax)
        {
            root.Add("thumbnail_text", $"has {words} words; {WordLimits.ThumbnailWordsMin} to {WordLimits.ThumbnailWordsMax} are allowed");
        }

        return text;
    }

    private static void CheckLength(AnswerFields root, EpisodeBrief brief, Retelling retelling, List<SpokenLine> lines)
    {
        // Where lines are missing or too many, their number is the problem and not the length that follows from it.
        if (lines.Count is < WordLimits.LinesMin or > WordLimits.LinesMax) return;
        var words = lines.Sum(line => SpeechLength.Words(line.Text));
        var range = SpeechLength.Lines(brief.Seconds, retelling.NarrationWords);
        if (range.Holds(words)) return;
        root.Add("lines", FormattableString.Invariant(
            $"have {words} words together; beside {retelling.NarrationWords} words of narration {range} make {brief.Seconds} s ({SpeechLength.WordsPerSecond} words a second, {SpeechLength.Tolerance:P0} off at most)"));
    }
}
