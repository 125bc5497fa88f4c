namespace FunctionsPipeline.Providers.Offline;

/// <summary>The lists that come with the program: groups of words that say the same, and words that say nothing.</summary>
/// <remarks>Immutable; safe for several threads.</remarks>
internal sealed class EnglishLexicon
{
    private readonly Dictionary<string, (string Concept, WordRole Role)> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Concept, WordRole Role)> _groupsByStem = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);

    private EnglishLexicon()
    {
        foreach (var line in Lines("silent.txt")) _silent.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var line in Lines("words.txt")) AddGroup(line);
    }

    /// <summary>The lists of this build.</summary>
    public static EnglishLexicon BuiltIn { get; } = new();

    /// <summary>Words of the longest phrase.</summary>
    public int PhraseWordsMax { get; private set; } = 1;

    /// <summary>The group of a phrase; null when it has none. A form that is listed itself ("hardly") wins over its stem ("hard").</summary>
    /// <param name="words">As written, lower case, with single spaces.</param>
    /// <param name="stems">The same as stems.</param>
    public (string Concept, WordRole Role)? GroupOf(string words, string stems) =>
        _groups.TryGetValue(words, out var group) || _groupsByStem.TryGetValue(stems, out group) ? group : null;

    /// <summary>Whether a word, as written, tells nothing.</summary>
    public bool IsSilent(string word) => _silent.Contains(word);

    private void AddGroup(string line)
    {
        var role = line[0] switch { '~' => WordRole.Framing, '-' => WordRole.Silent, _ => WordRole.Content };
        var concept = (string?)null;
        foreach (var member in line.TrimStart('~', '-', ' ').Split([':', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var tokens = EnglishTokens.Read(member).ConvertAll(token => token.Text);
            var words = string.Join(' ', tokens);
            concept ??= words;
            PhraseWordsMax = Math.Max(PhraseWordsMax, tokens.Count);
            if (!_groups.TryAdd(words, (concept, role)))
            {
                throw new InvalidOperationException($"words.txt: '{member}' stands in the groups '{_groups[words].Concept}' and '{concept}'. A word stands in one group only.");
            }

            _groupsByStem.TryAdd(string.Join(' ', tokens.ConvertAll(EnglishStem.Of)), (concept, role));
        }
    }

    private static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(EnglishLexicon).Assembly.GetManifestResourceStream($"FunctionsPipeline.Providers.Offline.{name}")
            ?? throw new InvalidOperationException($"The program was built without its data file {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }
}
