namespace FunctionsPipeline.Analysis;

/// <summary>
/// Scores from detectors: 100 points less weight times score of each detector that found something. A detector that abstained takes
/// nothing off, and a score that no detector could measure is null, not 100.
/// </summary>
public static class VideoScoring
{
    private const double FullPoints = 100;

    /// <summary>Scores a video by <see cref="ScoreWeights"/>. Points and scores are rounded to a tenth.</summary>
    public static VideoScores Score(IReadOnlyList<DetectorResult> detectors)
    {
        var contributions = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var photorealism = Apply(detectors, ScoreWeights.Photorealism, contributions);
        var physics = Apply(detectors, ScoreWeights.Physics, contributions);
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
        var score = FullPoints;
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
