using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;

namespace FunctionsPipeline.Pipelines.Episode.Preview;

/// <summary>A script without anybody having been asked: sentences of the story, spread over the five beats. Pure.</summary>
internal static partial class PreviewScript
{
    private static readonly BeatKind[] Kinds = Enum.GetValues<BeatKind>();

    /// <summary>Makes one of a story.</summary>
    /// <param name="title">Title of the story.</param>
    /// <param name="text">The story.</param>
    /// <param name="seconds">Length that is aimed at.</param>
    /// <param name="pattern">How it is cut; null for pictures in the foreground.</param>
    public static EpisodeScript Of(string title, string text, int seconds, EditPattern? pattern)
    {
        var sentences = Sentences(text, title);
        var words = (int)(seconds * SpeechLength.WordsPerSecond / Kinds.Length);
        var beats = Kinds.Index().Select(beat => new Beat(beat.Item, Take(sentences, beat.Index, words), "calm")).ToList();
        return new EpisodeScript(
            title,
            "A preview: nothing of it was bought.",
            [],
            "Preview",
            pattern ?? EditPattern.BrollCinematic,
            [],
            beats,
            [],
            [.. beats.Select(beat => new BrollScene(beat.Kind, beat.Narration, beat.Emotion))]);
    }

    private static List<string> Sentences(string text, string title)
    {
        var plain = Mark().Replace(text, "").Trim();
        if (plain.StartsWith(title, StringComparison.Ordinal)) plain = plain[title.Length..];
        var sentences = SentenceEnd().Split(plain.ReplaceLineEndings(" ")).Select(sentence => sentence.Trim().Trim('"')).Where(sentence => SpeechLength.Words(sentence) > 0).ToList();
        return sentences.Count > 0 ? sentences : [title];
    }

    /// <summary>The sentences that begin where a beat begins, until it is full; at least one.</summary>
    private static string Take(List<string> sentences, int beat, int words)
    {
        var first = beat * sentences.Count / Kinds.Length;
        var taken = new List<string> { sentences[first] };
        for (var next = first + 1; next < sentences.Count * (beat + 1) / Kinds.Length; next++)
        {
            if (SpeechLength.Words(string.Join(' ', taken)) + SpeechLength.Words(sentences[next]) > words) break;
            taken.Add(sentences[next]);
        }

        return string.Join(' ', taken);
    }

    [GeneratedRegex(@"(?<=[.!?][""”’]?)\s+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^#+\s*", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
