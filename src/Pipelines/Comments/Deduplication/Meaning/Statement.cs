using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>A text read once for all comparisons.</summary>
internal sealed class Statement
{
    private Statement(IReadOnlyList<EnglishWord> words)
    {
        Words = words;
        Concepts = words.Select(word => word.Concept).ToHashSet(StringComparer.Ordinal);
        Numbers = [.. words.Where(word => word.IsNumber).Select(word => word.Concept.TrimStart('#'))];
    }

    /// <summary>All words in their order, those of grammar too.</summary>
    public IReadOnlyList<EnglishWord> Words { get; }

    /// <summary>The concepts of all words.</summary>
    public IReadOnlySet<string> Concepts { get; }

    /// <summary>The numbers named, in one spelling, each as often as it is named.</summary>
    public IReadOnlyList<string> Numbers { get; }

    public static Statement Of(string text) => new(EnglishText.Read(text));
}
