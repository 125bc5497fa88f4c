using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Media;

/// <summary>Writes numbers and texts into filter graphs.</summary>
internal static class FilterText
{
    /// <summary>A text as the value of an option. It is read twice, as a graph and as options, so it is escaped twice.</summary>
    public static string Value(string text) => Escape(Escape(text, @"\':"), @"\'[],;");

    /// <summary>A number without exponent, always with a point.</summary>
    public static string Number(double number) => number.ToString("0.########", CultureInfo.InvariantCulture);

    private static string Escape(string text, string special)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (special.Contains(character)) escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
