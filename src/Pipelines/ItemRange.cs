using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FunctionsPipeline.Pipelines;

/// <summary>A part of a plan: items from one place up to another, both counted from 0. Never empty by itself; a plan may end before it.</summary>
public sealed record ItemRange
{
    private ItemRange(int first, int? end) => (First, End) = (first, end);

    /// <summary>The first item.</summary>
    public int First { get; }

    /// <summary>The item before which the range ends; null for the end of the plan.</summary>
    public int? End { get; }

    /// <summary>The first items of a plan.</summary>
    /// <param name="count">How many, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static ItemRange FirstItems(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new ItemRange(0, count);
    }

    /// <summary>Reads <c>A:B</c>, <c>A:</c> or <c>:B</c>: A is in the range, B is not.</summary>
    /// <returns>False when the text is none of these, or the range is empty.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ItemRange? range)
    {
        range = null;
        if (text.Split(':') is not [var first, var end] || (first.Length == 0 && end.Length == 0)) return false;
        if (!TryParsePlace(first, 0, out var from) || !TryParsePlace(end, int.MaxValue, out var to) || to <= from) return false;

        range = new ItemRange(from, end.Length == 0 ? null : to);
        return true;
    }

    /// <summary>Items of a plan that lie in the range.</summary>
    /// <param name="total">Items of the whole plan.</param>
    public int CountOf(int total) => Math.Max(0, Math.Min(End ?? total, total) - First);

    /// <summary>As it is written, for example <c>10:20</c>; the start of a plan is left out.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(First == 0 ? "" : First)}:{End}");

    private static bool TryParsePlace(string text, int whenEmpty, out int place)
    {
        place = whenEmpty;
        return text.Length == 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out place);
    }
}
