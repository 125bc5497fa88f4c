using System.Runtime.InteropServices;

namespace FunctionsPipeline.Analysis;

/// <summary>What is known of one defect: its counts by variant, compared within blocks in both ways that a batch may be designed for.</summary>
internal sealed class DefectStudy(string detectorId, FactorColumns columns)
{
    private readonly Dictionary<string, BlockedShares> _comparisons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ShareCount> _totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MeanTally> _severities = new(StringComparer.Ordinal);
    private readonly BlockedRegression _regression = new(columns.Count);

    public void AddSeverity(string variant, double severity)
    {
        if (!_severities.TryGetValue(variant, out var tally)) _severities.Add(variant, tally = new MeanTally());
        tally.Add(severity);
    }

    /// <summary>Adds the counts of one block, each variant once.</summary>
    public void AddBlock(IReadOnlyList<(string Variant, ShareCount Count)> counts, IReadOnlyDictionary<string, IReadOnlyList<string>> variants)
    {
        var plain = counts.Where(pair => variants[pair.Variant].Count == 0).Aggregate(default(ShareCount), (sum, pair) => sum + pair.Count);
        Span<double> row = stackalloc double[columns.Count];
        foreach (var (variant, count) in counts)
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, variant, out _);
            total += count;
            columns.Fill(variants[variant], row);
            _regression.Add(row, 1, count.Found);
            _regression.Add(row, 0, count.Trials - count.Found);
            if (variants[variant].Count == 0) continue;

            if (!_comparisons.TryGetValue(variant, out var comparison)) _comparisons.Add(variant, comparison = new BlockedShares());
            comparison.Add(count, plain);
        }

        _regression.CloseBlock();
    }

    public IEnumerable<Effect> OneAtATime(IReadOnlyDictionary<string, IReadOnlyList<string>> variants)
    {
        foreach (var (variant, comparison) in _comparisons.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (comparison.Blocks == 0) continue;

            yield return new Effect
            {
                DetectorId = detectorId,
                Cause = variant,
                With = comparison.With,
                Without = comparison.Without,
                Blocks = comparison.Blocks,
                Difference = comparison.Difference,
                Interval = comparison.Interval,
                PValue = comparison.PValue,
                Method = comparison.IsSparse ? EffectMethod.WithinPromptsExact : EffectMethod.WithinPrompts,
                Severity = MeanDifference.Welch(Severities([variant]), Severities(variants.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key))),
            };
        }
    }

    public IEnumerable<Effect> Factorial(IReadOnlyDictionary<string, IReadOnlyList<string>> variants)
    {
        // Clips that follow the traps without exception leave no spread to judge by; one that falls out of line may always come.
        var leastSpread = 1.0 / _regression.Rows;
        var coefficients = _regression.Solve().Select(coefficient => coefficient is { } told ? told with { Spread = Math.Max(told.Spread, leastSpread) } : coefficient).ToArray();
        for (var i = 0; i < columns.Factors.Count; i++)
        {
            var factor = columns.Factors[i];
            if (coefficients[i] is { } coefficient) yield return Main(factor, coefficient, variants);
        }

        for (var i = 0; i < columns.Pairs.Count; i++)
        {
            var pair = columns.Pairs[i];
            if (coefficients[columns.Factors.Count + i] is { } coefficient && Pair(pair.First, pair.Second, coefficient, variants) is { } effect) yield return effect;
        }
    }

    private Effect Main(string factor, RegressionCoefficient coefficient, IReadOnlyDictionary<string, IReadOnlyList<string>> variants)
    {
        var (with, without) = Arms(variants, traps => traps.Contains(factor));
        var (first, second) = (Total(with), Total(without));
        var isSparse = ShareDifference.IsSparse(first, second);
        return new Effect
        {
            DetectorId = detectorId,
            Cause = factor,
            With = first,
            Without = second,
            Blocks = _regression.Blocks,
            Difference = coefficient.Value,
            Interval = ShareDifference.Newcombe(coefficient.Value, coefficient.Variance, first, second),
            PValue = isSparse ? FisherExactTest.TwoSidedP(first, second) : coefficient.PValue,
            Method = isSparse ? EffectMethod.FactorialExact : EffectMethod.Factorial,
            Severity = MeanDifference.Welch(Severities(with), Severities(without)),
        };
    }

    /// <summary>Null when the counts are sparse: Student's law does not hold for them, and a pair has no exact test of its own.</summary>
    private Effect? Pair(string one, string other, RegressionCoefficient coefficient, IReadOnlyDictionary<string, IReadOnlyList<string>> variants)
    {
        var (with, without) = Arms(variants, traps => traps.Contains(one) && traps.Contains(other));
        var (first, second) = (Total(with), Total(without));
        if (first.Trials == 0 || second.Trials == 0 || ShareDifference.IsSparse(first, second)) return null;

        return new Effect
        {
            DetectorId = detectorId,
            Cause = $"{one}+{other}",
            With = first,
            Without = second,
            Blocks = _regression.Blocks,
            Difference = coefficient.Value,
            Interval = coefficient.Interval,
            PValue = coefficient.PValue,
            Method = EffectMethod.FactorialPair,
        };
    }

    private (IReadOnlyList<string> With, IReadOnlyList<string> Without) Arms(
        IReadOnlyDictionary<string, IReadOnlyList<string>> variants, Func<IReadOnlyList<string>, bool> isWith)
    {
        var arms = _totals.Keys.ToLookup(variant => isWith(variants[variant]));
        return ([.. arms[true]], [.. arms[false]]);
    }

    private ShareCount Total(IReadOnlyList<string> variants) =>
        variants.Aggregate(default(ShareCount), (sum, variant) => sum + _totals[variant]);

    private MeanTally Severities(IEnumerable<string> variants)
    {
        var all = new MeanTally();
        foreach (var variant in variants)
        {
            if (_severities.TryGetValue(variant, out var tally)) all.Add(tally);
        }

        return all;
    }
}
