using System.Globalization;

namespace FunctionsPipeline.Simulator;

/// <summary>A range of simulated seconds, both ends included. Written <c>MIN..MAX</c>.</summary>
/// <param name="Min">Lower end, at least 0.</param>
/// <param name="Max">Upper end, not below the lower one.</param>
public readonly record struct SecondsRange(double Min, double Max)
{
    private const double SecondsMax = 86_400;

    /// <summary>Reads <c>MIN..MAX</c>, up to a day.</summary>
    public static bool TryParse(string text, out SecondsRange range)
    {
        range = default;
        var ends = text.Split("..");
        if (ends.Length != 2 || !TryParseEnd(ends[0], out var min) || !TryParseEnd(ends[1], out var max) || min > max) return false;
        range = new SecondsRange(min, max);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Min}..{Max}");

    /// <summary>The point at a share of the range, 0 to 1.</summary>
    internal double At(double share) => Min + (share * (Max - Min));

    private static bool TryParseEnd(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && seconds <= SecondsMax;
}
