using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>
/// Scores from detectors: 100 points less weight times score of each detector that found something. A detector that abstained takes
/// nothing off, and a score that no detector could measure is null, not 100.
/// </summary>
public static class Scoring
{
    // Points a full-score defect takes off. A defect nobody can overlook alone halves the score or more.
    private static readonly IReadOnlyDictionary<string, double> PhotorealismWeights = new Dictionary<string, double>
    {
        ["black"] = 100,
        ["freeze"] = 50,
        ["flicker"] = 60,
        ["duplicate"] = 30,
        ["warping"] = 60,
        ["melting"] = 60,
        ["spark"] = 40,
        ["chromatic-aberration"] = 40,
        ["texture-bleed"] = 40,
    };

    private static readonly IReadOnlyDictionary<string, double> PhysicsWeights = new Dictionary<string, double>
    {
        ["gravity-inversion"] = 100,
        ["zero-gravity"] = 80,
        ["momentum-violation"] = 80,
    };

    /// <summary>Scores a clip.</summary>
    public static VideoScores Score(IReadOnlyList<DetectorResult> detectors)
    {
        var contributions = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var photorealism = Apply(detectors, PhotorealismWeights, contributions);
        var physics = Apply(detectors, PhysicsWeights, contributions);
        var missing = (photorealism, physics) switch
        {
            (null, null) => "no detector could measure the clip",
            (null, _) => "no detector of photo-realism could measure the clip",
            (_, null) => "no detector of physics could measure the clip",
            _ => null,
        };
        return new VideoScores(photorealism, physics, contributions, missing);
    }

    private static double? Apply(
        IReadOnlyList<DetectorResult> detectors, IReadOnlyDictionary<string, double> weights, IDictionary<string, double> contributions)
    {
        var isMeasured = false;
        var score = 100.0;
        foreach (var detector in detectors)
        {
            if (detector.Abstained || !weights.TryGetValue(detector.Id, out var weight)) continue;

            isMeasured = true;
            if (!detector.Detected) continue;

            var points = Math.Round(weight * detector.Score, 1);
            contributions[detector.Id] = points;
            score -= points;
        }

        return isMeasured ? Math.Round(Math.Max(0, score), 1) : null;
    }
}
