namespace FunctionsPipeline.Analysis;

/// <summary>What is wrong in one picture as far as pixels tell.</summary>
/// <param name="Checks">Every check once, in the order of <see cref="StillWeights.ByCheck"/>.</param>
/// <param name="Score">Overall score, 0 to 1, 1 is best; null when no check could measure the picture.</param>
/// <param name="Hash">What later pictures are compared with; null when the picture has nothing to be told by.</param>
public sealed record StillReport(IReadOnlyList<StillCheck> Checks, double? Score, PictureHash? Hash)
{
    /// <summary>Names of the checks that score below a threshold, worst first; what abstained is not among them.</summary>
    public IReadOnlyList<string> FailedBelow(double threshold) =>
        [.. Checks.Where(check => check.Score < threshold).OrderBy(check => check.Score).Select(check => check.Name)];
}

/// <summary>One check's answer.</summary>
/// <param name="Name">One of <see cref="StillWeights.ByCheck"/>.</param>
/// <param name="Score">0 (ruined) to 1 (nothing wrong); null when it could not measure.</param>
/// <param name="Measures">What was measured, by name with the unit last; empty when it abstained.</param>
/// <param name="Reason">Why it abstained; null when it did not.</param>
public sealed record StillCheck(string Name, double? Score, IReadOnlyDictionary<string, double> Measures, string? Reason)
{
    /// <summary>True when it could not measure: nothing is known, good or bad.</summary>
    public bool Abstained => Score is null;

    internal static StillCheck Measured(string name, double score, params ReadOnlySpan<(string Name, double Value)> measures)
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (measure, value) in measures) values[measure] = value;
        return new StillCheck(name, score, values, null);
    }

    internal static StillCheck Abstain(string name, string reason) =>
        new(name, null, new SortedDictionary<string, double>(StringComparer.Ordinal), reason);
}
