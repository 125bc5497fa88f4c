using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>What a story is worth for an episode, 0 to 100, and why. Every part is from 0 to 1.</summary>
/// <param name="Score">The weighted sum of the parts, rounded to a hundredth.</param>
/// <param name="Length">1 from 150 to 800 words; falls evenly to 0 at 40 and at 3000.</param>
/// <param name="Dialogue">Quotations, four of them or more give 1.</param>
/// <param name="Narrative">Words that tell (he, she, then, said, night...) as a share of all words, 0.12 or more gives 1.</param>
/// <param name="Points">log10(1 + points) / 3, at most 1; 0.5 where the source counts none.</param>
/// <param name="Freshness">Halves with every week; 0.5 where nobody knows when it appeared.</param>
/// <param name="Topic">Share of the topic's words that are in title or text; null when no topic is wished for.</param>
public sealed record StoryRank(double Score, double Length, double Dialogue, double Narrative, double Points, double Freshness, double? Topic)
{
    // In points of 100 without a topic; with one they are scaled down to make room for it.
    private const double LengthWeight = 30;
    private const double DialogueWeight = 20;
    private const double NarrativeWeight = 25;
    private const double PointsWeight = 15;
    private const double FreshnessWeight = 10;
    private const double TopicWeight = 50;

    private const int FreshDays = 7;
    private const int QuotesEnough = 4;
    private const double NarrativeEnough = 0.12;

    private static readonly HashSet<string> NarrativeWords = new(
        ("he she they him her his them then when once one day night morning evening said asked cried answered told saw went came found heard knew thought took gave ran fell woke never until " +
         "suddenly after before while old man woman boy girl mother father king house door").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Ranks a story. Pure: the same at the same moment.</summary>
    public static StoryRank Of(Story story, string? topic, DateTimeOffset now)
    {
        var words = WordsOf(story.Text);
        var length = LengthOf(words.Count);
        var dialogue = Math.Min(1, Quotes(story.Text) / (double)QuotesEnough);
        var narrative = words.Count == 0 ? 0 : Math.Min(1, words.Count(NarrativeWords.Contains) / (double)words.Count / NarrativeEnough);
        var points = story.Points is { } given ? Math.Clamp(Math.Log10(1 + Math.Max(0, given)) / 3, 0, 1) : 0.5;
        var freshness = story.PublishedAt is { } at ? Math.Pow(2, -Math.Max(0, (now - at).TotalDays) / FreshDays) : 0.5;
        var about = TopicShare(topic, WordsOf(story.Title).Concat(words));
        var sum = (LengthWeight * length) + (DialogueWeight * dialogue) + (NarrativeWeight * narrative) + (PointsWeight * points) + (FreshnessWeight * freshness);
        var score = about is null ? sum : (sum + (TopicWeight * about.Value)) * 100 / (100 + TopicWeight);
        return new StoryRank(Math.Round(score, 2), length, dialogue, narrative, points, freshness, about);
    }

    private static double LengthOf(int words) => words switch
    {
        < 40 or > 3000 => 0,
        < 150 => (words - 40) / 110.0,
        <= 800 => 1,
        _ => (3000 - words) / 2200.0,
    };

    private static int Quotes(string text)
    {
        var straight = text.Count(letter => letter == '"') / 2;
        return straight + text.Count(letter => letter is '\u201c' or '\u00bb');
    }

    private static double? TopicShare(string? topic, IEnumerable<string> words)
    {
        var wished = WordsOf(topic ?? "").Where(word => word.Length > 2).Distinct(StringComparer.Ordinal).ToList();
        if (wished.Count == 0) return null;
        var there = words.ToHashSet(StringComparer.Ordinal);
        return wished.Count(word => there.Contains(word) || there.Contains(word + "s") || there.Contains(word.TrimEnd('s'))) / (double)wished.Count;
    }

    private static List<string> WordsOf(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('.', ',', ';', ':', '!', '?', '"', '\'', '(', ')', '\u201c', '\u201d', '\u2014').ToLowerInvariant())
            .Where(word => word.Length > 0)];
}
