namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>A sentence of a tale that nobody says.</summary>
/// <param name="Text">The sentence, with its mark at the end.</param>
/// <param name="Place">Where it stands in the tale, 0 to 1.</param>
/// <param name="Number">Number among the sentences of the tale, those with quotations included.</param>
internal sealed record TaleSentence(string Text, double Place, int Number)
{
    /// <summary>Number of words.</summary>
    public int Words { get; } = TaleText.Words(Text);
}

/// <summary>Something that is said in a tale.</summary>
/// <param name="Text">What is said, without quotation marks.</param>
/// <param name="Around">What stands around it in its sentence: it tells who says it.</param>
/// <param name="Before">What was told before it.</param>
/// <param name="Place">Where it stands in the tale, 0 to 1.</param>
/// <param name="Paragraph">Number of its paragraph.</param>
/// <param name="Number">Number of its sentence among the sentences of the tale.</param>
internal sealed record TaleQuote(string Text, string Around, string Before, double Place, int Paragraph, int Number);
