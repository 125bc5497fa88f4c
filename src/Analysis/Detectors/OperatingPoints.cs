using System.Text.Json;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// From which raw measure on each detector says that it found something. The numbers are data, fitted by <c>pipeline calibrate</c> on
/// clips with known defects, and embedded from <c>Data/operating-points.json</c>.
/// </summary>
public static class OperatingPoints
{
    private static readonly IReadOnlyDictionary<string, double> Thresholds = Load();

    /// <summary>
    /// Maps a detector's raw measure to a score: raw / (raw + threshold), so that 0 is 0, the threshold is
    /// <see cref="DetectorResult.OperatingPoint"/>, and the order of clips is that of their measures.
    /// </summary>
    /// <param name="detectorId">A detector with a threshold in the data.</param>
    /// <param name="raw">The measure, at least 0; infinity gives 1.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="KeyNotFoundException">The detector has no threshold.</exception>
    public static double Score(string detectorId, double raw)
    {
        var threshold = Thresholds[detectorId];
        if (double.IsPositiveInfinity(raw)) return 1;
        return raw <= 0 ? 0 : raw / (raw + threshold);
    }

    /// <summary>The raw measure that a score stands for: the inverse of <see cref="Score"/>.</summary>
    /// <param name="detectorId">A detector with a threshold in the data.</param>
    /// <param name="score">0 to 1.</param>
    public static double Raw(string detectorId, double score) =>
        score >= 1 ? double.PositiveInfinity : Thresholds[detectorId] * score / (1 - score);

    private static IReadOnlyDictionary<string, double> Load()
    {
        using var stream = typeof(OperatingPoints).Assembly.GetManifestResourceStream("FunctionsPipeline.Analysis.Data.operating-points.json")
            ?? throw new InvalidOperationException("The operating points are not embedded.");
        return JsonSerializer.Deserialize<Dictionary<string, double>>(stream)!;
    }
}
