using System.Globalization;

namespace FunctionsPipeline.Providers.Offline;

/// <summary>Numbers in one spelling: "ten", "10" and "10th" are the same.</summary>
internal static class EnglishNumber
{
    /// <summary>Stands before every number, so that no word is taken for one.</summary>
    public const char Mark = '#';

    private static readonly string[] Cardinals =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    private static readonly Dictionary<string, int> Others = new(StringComparer.Ordinal)
    {
        ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90, ["hundred"] = 100,
        ["thousand"] = 1000, ["million"] = 1_000_000, ["twice"] = 2, ["double"] = 2, ["doubled"] = 2, ["triple"] = 3, ["tripled"] = 3, ["dozen"] = 12,
        ["first"] = 1, ["second"] = 2, ["third"] = 3, ["fourth"] = 4, ["fifth"] = 5, ["sixth"] = 6, ["seventh"] = 7, ["eighth"] = 8, ["ninth"] = 9, ["tenth"] = 10,
    };

    // "One" is a pronoun more often than a number, so it counts only before what is measured.
    private static readonly HashSet<string> Units = new(
        ["second", "minute", "hour", "day", "week", "month", "year", "percent", "dollar", "euro", "time", "point", "star"], StringComparer.Ordinal);

    /// <summary>The number that a word names, with <c>#</c> in front; null when it names none.</summary>
    /// <param name="word">Lower case.</param>
    /// <param name="next">The word after it; null at the end.</param>
    public static string? Of(string word, string? next)
    {
        if (word == "one" && !(next is not null && Units.Contains(next.TrimEnd('s')))) return null;
        return Value(word) is { } value ? Mark + value : null;
    }

    private static string? Value(string word)
    {
        if (Array.IndexOf(Cardinals, word) is var index and >= 0) return index.ToString(CultureInfo.InvariantCulture);
        if (Others.TryGetValue(word, out var other)) return other.ToString(CultureInfo.InvariantCulture);
        if (!word.Any(char.IsAsciiDigit)) return null;
        var (digits, scale) = Scaled(word.TrimStart('$', '€', '£').TrimEnd('%', '$', '€', '£').Replace(",", "", StringComparison.Ordinal));
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (value * scale).ToString("0.####", CultureInfo.InvariantCulture)
            : word;
    }

    private static (string Digits, decimal Scale) Scaled(string word)
    {
        foreach (var ordinal in (ReadOnlySpan<string>)["st", "nd", "rd", "th"])
        {
            if (word.EndsWith(ordinal, StringComparison.Ordinal)) return (word[..^2], 1);
        }

        return word[^1] switch { 'k' => (word[..^1], 1000), 'm' => (word[..^1], 1_000_000), _ => (word, 1) };
    }
}
