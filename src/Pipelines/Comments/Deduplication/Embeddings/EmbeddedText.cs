using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;

/// <summary>A text as it is embedded and kept: with single spaces, so that a line break does not pay for a second vector.</summary>
public sealed record EmbeddedText
{
    private EmbeddedText(string text) => Text = text;

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of the text in UTF-8, hexadecimal.</summary>
    public string Sha256 => TextHash.Sha256(Text);

    /// <summary>Normalises a text. Capital letters and marks stay: they matter to embedders.</summary>
    /// <exception cref="ArgumentException">The text is empty, too long, or holds half of a character.</exception>
    public static EmbeddedText Of(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new ArgumentException("The text is empty. Only texts with a character can be compared.", nameof(text));
        var normalised = string.Join(' ', words);
        if (normalised.Length > Limits.TextCharactersMax)
        {
            throw new ArgumentException($"The text has {normalised.Length} characters; {Limits.TextCharactersMax} are allowed. Replies are far shorter: was it cut into replies?", nameof(text));
        }

        // Halves of characters all become one mark in UTF-8: two texts would share a key.
        if (HasHalfCharacter(normalised)) throw new ArgumentException("The text holds half of a character. It was probably cut in the middle of an emoji.", nameof(text));
        return new EmbeddedText(normalised);
    }

    private static bool HasHalfCharacter(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])) index++;
            else if (char.IsSurrogate(text[index])) return true;
        }

        return false;
    }
}
