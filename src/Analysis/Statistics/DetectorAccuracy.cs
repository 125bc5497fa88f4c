using System.Text.Json;

namespace FunctionsPipeline.Analysis;

/// <summary>How often a detector was right on the calibration's test clips, as counts, so that intervals can be formed.</summary>
/// <param name="DetectorId">The detector.</param>
/// <param name="DefectClips">Clips with its defect at a clearly visible severity (3 of 5 and above) that it did not abstain on.</param>
/// <param name="DefectsDetected">How many of them it found, 0 to <paramref name="DefectClips"/>.</param>
/// <param name="CleanClips">Clean clips that it did not abstain on.</param>
/// <param name="CleanDetected">On how many of them it found something, 0 to <paramref name="CleanClips"/>.</param>
public sealed record DetectorAccuracy(string DetectorId, int DefectClips, int DefectsDetected, int CleanClips, int CleanDetected)
{
    /// <summary>Share of defective clips found, 0 to 1; not a number when none was looked at.</summary>
    public double Sensitivity => (double)DefectsDetected / DefectClips;

    /// <summary>Share of clean clips passed as clean, 0 to 1; not a number when none was looked at.</summary>
    public double Specificity => 1 - ((double)CleanDetected / CleanClips);
}

/// <summary>
/// The accuracy of every detector: data written by <c>pipeline calibrate</c> and embedded from <c>Data/detector-accuracy.json</c>.
/// </summary>
public static class DetectorAccuracies
{
    /// <summary>The accuracies by detector id.</summary>
    public static IReadOnlyDictionary<string, DetectorAccuracy> Load()
    {
        using var stream = typeof(DetectorAccuracies).Assembly.GetManifestResourceStream("FunctionsPipeline.Analysis.Data.detector-accuracy.json")
            ?? throw new InvalidOperationException("The detectors' accuracies are not embedded.");
        var list = JsonSerializer.Deserialize<List<DetectorAccuracy>>(stream, JsonSerializerOptions.Web)!;
        return list.ToDictionary(accuracy => accuracy.DetectorId, StringComparer.Ordinal);
    }
}
