namespace FunctionsPipeline.Simulator.Language;

/// <summary>Marks that a model gives to texts: the same text gets the same mark, up to a little noise of each call.</summary>
internal static class TextScore
{
    private const double NoiseDeviation = 0.02;

    /// <summary>A mark from 0 to 1. Half of it is the text's own, so that the marks of one text under several names go together.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What is marked.</param>
    /// <param name="chance">Chance of this call.</param>
    public static double Of(string text, string name, Draw chance)
    {
        var drawn = DrawOf(text);
        var mark = (0.6 * Spread(drawn.Share)) + (0.4 * Spread(drawn.For(name).Share));
        return Math.Clamp(mark + (NoiseDeviation * chance.For("noise").Normal), 0, 1);
    }

    /// <summary>Chance that belongs to a text, whatever its case and its spaces.</summary>
    public static Draw DrawOf(string text) =>
        Draw.FromSeed(7).For(string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    // Neither end is reached: a model is seldom sure.
    private static double Spread(double share) => 0.08 + (0.9 * share);
}
