using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

/// <summary>The lists of opposites and of rivals that come with the program, as concepts. Immutable.</summary>
internal sealed class MeaningLists
{
    private static readonly string[] Denials =
        ["not", "never", "none", "nobody", "nothing", "nowhere", "without", "neither", "nor", "barely", "lack", "fail to"];

    private MeaningLists()
    {
        Axes = [.. Lines("opposites.txt").Select(line => line.Split('|')).Select(ends => new Axis(ConceptsOf(ends[0]), ConceptsOf(ends[1])))];
        Rivals = [.. Lines("rivals.txt").Select(ConceptsOf)];
        Negations = [.. Denials.Select(denial => EnglishText.Read(denial).Single().Concept)];
    }

    /// <summary>The lists of this build.</summary>
    public static MeaningLists BuiltIn { get; } = new();

    /// <summary>Axes of opposites.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>Kinds of which a statement means one.</summary>
    public IReadOnlyList<IReadOnlySet<string>> Rivals { get; }

    /// <summary>Words that deny what follows.</summary>
    public HashSet<string> Negations { get; }

    private static HashSet<string> ConceptsOf(string words) =>
        EnglishText.Read(words).Select(word => word.Concept).ToHashSet(StringComparer.Ordinal);

    private static List<string> Lines(string name)
    {
        using var stream = typeof(MeaningLists).Assembly.GetManifestResourceStream($"FunctionsPipeline.Pipelines.Comments.Deduplication.{name}")
            ?? throw new InvalidOperationException($"The program was built without its data file {name}.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#')];
    }
}

/// <summary>Two ends of which a statement means one.</summary>
internal sealed record Axis(IReadOnlySet<string> One, IReadOnlySet<string> Other)
{
    /// <summary>1 at one end, -1 at the other, 0 elsewhere.</summary>
    public int SideOf(string concept) => One.Contains(concept) ? 1 : Other.Contains(concept) ? -1 : 0;
}
