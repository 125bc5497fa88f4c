using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Calibration;

/// <summary>The thresholds of all detectors: fitted here, kept as <c>operating-points.json</c>.</summary>
internal sealed class OperatingPointTable(IReadOnlyDictionary<string, double> thresholds)
{
    /// <summary>
    /// What clean clips that are in no set here reach: those of the simulator, which shares nothing with this generator, real footage, and for
    /// warping a screen that shows another picture in every frame. A fitted threshold is never below.
    /// </summary>
    private static readonly IReadOnlyDictionary<string, double> Least = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["spark"] = 24,
        ["texture-bleed"] = 32,
        ["warping"] = 0.11,
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What a file holds.</summary>
    public static OperatingPointTable Read(string path) => new(JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(path))!);

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(thresholds, Indented) + "\n");

    /// <summary>The same with fitted thresholds for the detectors that were run; three digits, because the clips do not carry more.</summary>
    public OperatingPointTable Fit(IReadOnlyList<ClipRun> runs)
    {
        var fitted = new Dictionary<string, double>(thresholds, StringComparer.Ordinal);
        foreach (var id in Evaluator.IdsOf(runs))
        {
            var clean = runs.Where(run => run.Label.Defect is null).Select(run => RawOf(run, id)).ToList();
            var defective = runs.Where(run => run.Label.Defect == id && run.Label.Severity >= Evaluator.ClearlyVisible && Evaluator.IsFairTo(id, run.Label))
                .Select(run => RawOf(run, id)).ToList();
            if (OperatingPointFit.Threshold(clean, defective) is { } threshold)
            {
                var rounded = double.Parse(threshold.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
                fitted[id] = Math.Max(rounded, Least.GetValueOrDefault(id));
            }
        }

        return new OperatingPointTable(fitted);
    }

    /// <summary>Runs as they would have been with these thresholds instead of those built in.</summary>
    public IReadOnlyList<ClipRun> Apply(IReadOnlyList<ClipRun> runs) =>
        [.. runs.Select(run => run with { Results = run.Results.ToDictionary(result => result.Key, result => Apply(result.Value), StringComparer.Ordinal) })];

    private DetectorResult Apply(DetectorResult result)
    {
        if (result.Abstained) return result;
        var raw = OperatingPoints.Raw(result.Id, result.Score);
        var score = double.IsPositiveInfinity(raw) ? 1 : raw / (raw + thresholds[result.Id]);
        return result with { Score = score, Detected = score >= DetectorResult.OperatingPoint };
    }

    private static double RawOf(ClipRun run, string id) => OperatingPoints.Raw(id, run.Results[id].Score);
}
