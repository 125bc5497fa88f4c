using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>A delay drawn uniformly between two bounds, both in seconds, 0 to 3600. The default value is no delay.</summary>
public readonly partial record struct JitterRange(double MinSeconds, double MaxSeconds)
{
    private const double SecondsMax = 3600;

    /// <summary>The form in words, for messages.</summary>
    public const string Form = "none, a delay such as 2s or 500ms, or a range such as 1s..5s, up to 3600s";

    internal const string SchemaPattern = @"^(none|\d+(\.\d+)?(ms|s)(\.\.\d+(\.\d+)?(ms|s))?)$";

    /// <summary>Reads <c>none</c>, <c>2s</c>, <c>500ms..2s</c> and the like.</summary>
    public static bool TryParse(string text, out JitterRange range)
    {
        range = default;
        if (text == "none") return true;

        var match = Pattern().Match(text);
        if (!match.Success) return false;
        var min = Seconds(match, "min", "minUnit");
        var max = match.Groups["max"].Success ? Seconds(match, "max", "maxUnit") : min;
        range = new JitterRange(min, max);
        return min <= max && max <= SecondsMax;
    }

    private static double Seconds(Match match, string number, string unit) =>
        double.Parse(match.Groups[number].ValueSpan, CultureInfo.InvariantCulture) / (match.Groups[unit].Value == "ms" ? 1000 : 1);

    [GeneratedRegex(@"\A(?<min>\d{1,9}(\.\d{1,9})?)(?<minUnit>ms|s)(\.\.(?<max>\d{1,9}(\.\d{1,9})?)(?<maxUnit>ms|s))?\z")]
    private static partial Regex Pattern();
}
