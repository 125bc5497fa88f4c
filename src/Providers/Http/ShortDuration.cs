using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Reads durations as OpenAI's headers write them: <c>12ms</c>, <c>1s</c>, <c>6m0s</c>, <c>1h2m3.5s</c>. They are neither seconds nor moments.</summary>
internal static partial class ShortDuration
{
    /// <summary>The duration, or null when the text is none.</summary>
    public static TimeSpan? Read(string? text)
    {
        if (text is null || Form().Match(text) is not { Success: true, Length: > 0 } match) return null;
        return TimeSpan.FromDays(Part("d")) + TimeSpan.FromHours(Part("h")) + TimeSpan.FromMinutes(Part("m"))
            + TimeSpan.FromSeconds(Part("s")) + TimeSpan.FromMilliseconds(Part("ms"));

        double Part(string unit) => match.Groups[unit].Success ? double.Parse(match.Groups[unit].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    // At most six digits a part, so that no part overflows.
    [GeneratedRegex(
        @"^(?:(?<d>\d{1,6})d)?(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,6})m(?!s))?(?:(?<s>\d{1,6}(?:\.\d{1,9})?)s)?(?:(?<ms>\d{1,6}(?:\.\d{1,9})?)ms)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
