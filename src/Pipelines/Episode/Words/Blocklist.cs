using System.Text;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>What a project wants nothing to do with: words and phrases in texts, sites and authors of stories. Case does not matter.</summary>
/// <remarks>Immutable and safe for several threads.</remarks>
public sealed class Blocklist
{
    private readonly IReadOnlyList<(string Entry, string Words)> _phrases;

    /// <summary>A list.</summary>
    /// <param name="words">Words and phrases; they match as whole words, whatever stands between them.</param>
    /// <param name="domains">Sites; those below them match too.</param>
    /// <param name="authors">Authors by their name at the source.</param>
    public Blocklist(IReadOnlyList<string> words, IReadOnlyList<string> domains, IReadOnlyList<string> authors)
    {
        (Words, Domains, Authors) = (words, domains, authors);
        _phrases = [.. words.Select(word => (word, Plain(word))).Where(phrase => phrase.Item2.Length > 2)];
    }

    /// <summary>Blocks nothing.</summary>
    public static Blocklist None { get; } = new([], [], []);

    /// <summary>True when it blocks nothing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => Words.Count + Domains.Count + Authors.Count == 0;

    /// <summary>Words and phrases.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Sites.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>Authors.</summary>
    public IReadOnlyList<string> Authors { get; }

    /// <summary>The first entry that a text contains; null when it contains none.</summary>
    public string? FirstIn(string text)
    {
        if (_phrases.Count == 0) return null;
        var plain = Plain(text);
        return _phrases.FirstOrDefault(phrase => plain.Contains(phrase.Words, StringComparison.Ordinal)).Entry;
    }

    /// <summary>The entry that a site falls under; null when there is none.</summary>
    public string? DomainOf(Uri url) => Domains.FirstOrDefault(domain =>
    {
        var name = domain.Trim().Trim('.');
        return url.Host.Equals(name, StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
    });

    /// <summary>Whether an author is on it.</summary>
    public bool HasAuthor(string author) => author.Length > 0 && Authors.Contains(author, StringComparer.OrdinalIgnoreCase);

    // Words between single spaces, one at either end: what is looked for is then a part of it.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 2).Append(' ');
        foreach (var letter in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(letter)) plain.Append(char.ToLowerInvariant(letter));
            else if (letter is not ('\'' or '\u2019') && plain[^1] != ' ') plain.Append(' ');
        }

        return plain[^1] == ' ' ? plain.ToString() : plain.Append(' ').ToString();
    }
}
