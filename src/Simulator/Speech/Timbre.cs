namespace FunctionsPipeline.Simulator.Speech;

/// <summary>A voice in espeak-ng's terms.</summary>
/// <param name="Voice">Language and variant, for example <c>en-us+f3</c>.</param>
/// <param name="Pitch">0 to 99; 50 is the variant's own.</param>
/// <param name="Range">How much the pitch moves, 0 to 99; 50 is usual.</param>
/// <param name="WordsPerMinute">80 to 450.</param>
internal sealed record Timbre(string Voice, int Pitch, int Range, int WordsPerMinute)
{
    private const int SlowestWordsPerMinute = 80;
    private const int FastestWordsPerMinute = 450;

    /// <summary>At another speed, 1 being the usual one.</summary>
    public Timbre AtSpeed(double speed) =>
        this with { WordsPerMinute = Math.Clamp((int)Math.Round(WordsPerMinute * speed), SlowestWordsPerMinute, FastestWordsPerMinute) };

    /// <summary>As a person speaks the same twice: a little higher or lower, a little faster or slower.</summary>
    public Timbre Varied(Draw draw) => this with
    {
        Pitch = Math.Clamp(Pitch + draw.For("pitch").Index(5) - 2, 0, 99),
        WordsPerMinute = WordsPerMinute + draw.For("speed").Index(9) - 4,
    };
}
