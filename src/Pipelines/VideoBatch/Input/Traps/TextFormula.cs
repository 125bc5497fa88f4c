namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>A sentence with alternatives: <c>Everything {floats|drifts} {slowly|gently}.</c> gives four variations.</summary>
/// <remarks>Variations are rendered once and kept: a batch asks for the same few again and again. Safe for several threads.</remarks>
public sealed class TextFormula
{
    private readonly string[][] _parts;
    private readonly string?[] _rendered;

    /// <summary>Reads a pattern. Braces hold alternatives divided by bars; they do not nest.</summary>
    /// <exception cref="FormatException">A brace is not closed.</exception>
    public TextFormula(string pattern)
    {
        Pattern = pattern;
        _parts = [.. Split(pattern)];
        _rendered = new string?[_parts.Aggregate(1, (count, part) => checked(count * part.Length))];
    }

    /// <summary>The pattern.</summary>
    public string Pattern { get; }

    /// <summary>Number of variations, at least 1.</summary>
    public int Variations => _rendered.Length;

    /// <summary>One variation; the alternatives count as digits, the last one fastest.</summary>
    /// <param name="variation">0 to <see cref="Variations"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such variation.</exception>
    public string Render(int variation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(variation, Variations);
        // Two threads may render the same text; either result serves.
        return _rendered[variation] ??= RenderAnew(variation);
    }

    private string RenderAnew(int variation)
    {
        var chosen = new string[_parts.Length];
        for (var i = _parts.Length - 1; i >= 0; i--)
        {
            chosen[i] = _parts[i][variation % _parts[i].Length];
            variation /= _parts[i].Length;
        }

        return string.Concat(chosen);
    }

    private static IEnumerable<string[]> Split(string pattern)
    {
        var position = 0;
        while (position < pattern.Length)
        {
            var open = pattern.IndexOf('{', position);
            if (open < 0) open = pattern.Length;
            if (open > position) yield return [pattern[position..open]];
            if (open == pattern.Length) yield break;

            var close = pattern.IndexOf('}', open);
            if (close < 0) throw new FormatException($"The brace at {open} is not closed: {pattern}");
            yield return pattern[(open + 1)..close].Split('|');
            position = close + 1;
        }
    }
}
