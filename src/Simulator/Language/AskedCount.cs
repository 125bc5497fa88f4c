using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>Numbers of texts that a request asks for.</summary>
internal static partial class AskedCount
{
    private const int CountMax = 20;

    private static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>The number in words such as "write 3 short replies"; null when there is none, or none that anybody means.</summary>
    public static int? In(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) return null;
        var word = match.Groups["count"].Value.ToLowerInvariant();
        var count = Array.IndexOf(Words, word) is var index and >= 0 ? index : int.Parse(word, CultureInfo.InvariantCulture);
        return count is > 0 and <= CountMax ? count : null;
    }

    [GeneratedRegex(
        @"\b(?<count>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:[a-z,-]+\s+){0,4}?(?:suggestion|repl|comment|response|message|variant|option|draft|answer)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
