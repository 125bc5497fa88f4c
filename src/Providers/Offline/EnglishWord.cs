namespace FunctionsPipeline.Providers.Offline;

/// <summary>How much a word tells of what a text is about.</summary>
public enum WordRole
{
    /// <summary>Grammar and emphasis: tells nothing.</summary>
    Silent,

    /// <summary>Frames a reply ("thanks", "great"): tells little.</summary>
    Framing,

    /// <summary>What the text is about.</summary>
    Content,
}

/// <summary>A word of a text, or a phrase that stands for one.</summary>
/// <param name="Surface">As written, in lower case; the words of a phrase with single spaces.</param>
/// <param name="Concept">The same for all words that say the same: the first of its group, or its own stem.</param>
/// <param name="Role">How much it tells.</param>
public sealed record EnglishWord(string Surface, string Concept, WordRole Role)
{
    /// <summary>Written with a capital letter inside or at its start, or with a digit among letters.</summary>
    public bool IsCapitalised { get; init; }

    /// <summary>The first word of a sentence, where a capital letter tells nothing.</summary>
    public bool StartsSentence { get; init; }

    /// <summary>Punctuation that ends a clause stands before it.</summary>
    public bool StartsClause { get; init; }

    /// <summary>Names a number, in words or digits; the concept is its value.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Stands in the word list or among the silent words; a name usually does not.</summary>
    public bool IsListed { get; init; }
}
