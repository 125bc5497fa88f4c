namespace FunctionsPipeline.Analysis;

/// <summary>
/// Turns the traps of a clip into columns of a regression: 0 or 1 for each factor, and for each pair the product of both taken from their
/// middles. The coefficient of a factor is then its effect averaged over the other factors, that of a pair the difference of differences.
/// </summary>
internal sealed class FactorColumns(IReadOnlyList<string> factors, IReadOnlyList<(string First, string Second)> pairs)
{
    private const double Middle = 0.5;

    public IReadOnlyList<string> Factors => factors;

    public IReadOnlyList<(string First, string Second)> Pairs => pairs;

    public int Count => factors.Count + pairs.Count;

    public void Fill(IReadOnlyList<string> traps, Span<double> columns)
    {
        for (var i = 0; i < factors.Count; i++) columns[i] = traps.Contains(factors[i]) ? 1 : 0;
        for (var i = 0; i < pairs.Count; i++) columns[factors.Count + i] = Centred(traps, pairs[i].First) * Centred(traps, pairs[i].Second);
    }

    private static double Centred(IReadOnlyList<string> traps, string factor) => (traps.Contains(factor) ? 1 : 0) - Middle;
}
