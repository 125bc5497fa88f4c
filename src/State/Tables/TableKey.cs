using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.State.Tables;

/// <summary>Turns any text into a part of a key: readable, safe on every store, in the same order on every store, and one to one.</summary>
public static class TableKey
{
    // Four parts of this length and their separators fit into a key.
    private const int PartLengthMax = 100;
    private const int HashLength = 32;

    /// <summary>
    /// Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, <c>:</c> and <c>@</c> stay, every other UTF-16 unit becomes <c>~</c> and four hexadecimal
    /// digits. A result of more than 100 characters is cut and ends in a hash of the whole.
    /// </summary>
    public static string Part(string text)
    {
        var part = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' or '.' or ':' or '@') part.Append(unit);
            else part.Append('~').Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
        }

        if (part.Length <= PartLengthMax) return part.ToString();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text)))[..HashLength];
        return $"{part.ToString(0, PartLengthMax - HashLength - 2)}~~{hash}";
    }
}
