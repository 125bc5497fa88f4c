using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>A range of numbers.</summary>
internal readonly partial record struct NumberRange(double Low, double High)
{
    /// <summary>The range that a description states, such as "from 0 to 100" or "1-5"; null when it states none.</summary>
    public static NumberRange? In(string description)
    {
        var match = Form().Match(description);
        if (!match.Success) return null;
        var low = double.Parse(match.Groups["low"].Value, CultureInfo.InvariantCulture);
        var high = double.Parse(match.Groups["high"].Value, CultureInfo.InvariantCulture);
        return high > low ? new NumberRange(low, high) : null;
    }

    [GeneratedRegex(@"(?<low>\d+(?:\.\d+)?)[^\d.]{0,12}?(?:to|-|\u2013|\.\.|and)[^\d.]{0,12}?(?<high>\d+(?:\.\d+)?)")]
    private static partial Regex Form();
}
