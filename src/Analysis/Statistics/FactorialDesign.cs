namespace FunctionsPipeline.Analysis;

/// <summary>
/// Two-level designs of at most 16 runs for 1 to 6 factors, each factor absent in one half of the runs and present in the other. Up to 4
/// factors every combination is run. 5 factors: the half fraction 2^(5-1) with E = -ABCD, resolution V. 6 factors: the quarter fraction
/// 2^(6-2) with E = ABC and F = BCD, resolution IV: no single effect is mixed up with another single one or with a pair, but pairs are mixed
/// up with each other, which <see cref="Aliases"/> tells. (Box, Hunter and Hunter, Statistics for Experimenters.) The signs are such that one
/// run has no factor at all.
/// </summary>
public sealed class FactorialDesign
{
    /// <summary>More factors would need another table.</summary>
    public const int FactorsMax = 6;

    private const int BaseFactorsMax = 4;

    // Bit b set: base factor b is among those of which an odd number must be present for the made factor to be present.
    private static readonly int[][] Generators = [[], [], [], [], [], [0b1111], [0b0111, 0b1110]];

    private readonly bool[][] _runs;

    private FactorialDesign(int factors, bool[][] runs) => (Factors, _runs) = (factors, runs);

    /// <summary>Number of factors.</summary>
    public int Factors { get; }

    /// <summary>The runs in standard order, for each which factors are present; the first has none.</summary>
    public IReadOnlyList<IReadOnlyList<bool>> Runs => _runs;

    /// <summary>The design for a number of factors.</summary>
    /// <param name="factors">1 to <see cref="FactorsMax"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no design for so many.</exception>
    public static FactorialDesign Of(int factors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factors, FactorsMax);

        var baseFactors = Math.Min(factors, BaseFactorsMax);
        var runs = new bool[1 << baseFactors][];
        for (var run = 0; run < runs.Length; run++)
        {
            runs[run] = new bool[factors];
            for (var factor = 0; factor < factors; factor++) runs[run][factor] = IsPresent(run, factor, factors);
        }

        return new FactorialDesign(factors, runs);
    }

    /// <summary>The pairs of factors whose joint effect cannot be told from that of a pair, the lower factor first.</summary>
    /// <param name="first">A factor, from 0.</param>
    /// <param name="second">Another factor.</param>
    public IReadOnlyList<(int First, int Second)> Aliases(int first, int second)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(second, first);
        var aliases = new List<(int First, int Second)>();
        for (var a = 0; a < Factors; a++)
        {
            for (var b = a + 1; b < Factors; b++)
            {
                if ((a, b) == (Math.Min(first, second), Math.Max(first, second))) continue;

                // Two joint effects are one contrast when their products have the same sign in every run, or the opposite one in every run.
                var same = _runs.Count(run => (run[a] == run[b]) == (run[first] == run[second]));
                if (same == 0 || same == _runs.Length) aliases.Add((a, b));
            }
        }

        return aliases;
    }

    private static bool IsPresent(int run, int factor, int factors)
    {
        if (factor < BaseFactorsMax) return (run >> factor & 1) == 1;

        return int.IsOddInteger(int.PopCount(run & Generators[factors][factor - BaseFactorsMax]));
    }
}
