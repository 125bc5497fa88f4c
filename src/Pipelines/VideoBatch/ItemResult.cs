using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>What an item gave: kept with its record, and in <c>items.jsonl</c>.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Scores">The two scores.</param>
/// <param name="Detectors">Every detector's answer, with its most severe findings.</param>
/// <param name="Roast">A text that names what was found.</param>
/// <param name="Frames">Frames decoded.</param>
/// <param name="FramesPerSecond">Rate of the clip.</param>
/// <param name="Sharpness">Mean variance of the Laplacian of the luma plane.</param>
/// <param name="Worker">Who analysed it.</param>
public sealed record ItemResult(
    ClipFile Clip,
    VideoScores Scores,
    IReadOnlyList<DetectorResult> Detectors,
    string Roast,
    int Frames,
    double FramesPerSecond,
    double Sharpness,
    string Worker)
{
    /// <summary>Ids of the detectors that found something, most severe first.</summary>
    public IEnumerable<string> Defects => Detectors.Where(detector => detector.Detected).OrderByDescending(detector => detector.Score).Select(detector => detector.Id);
}

/// <summary>Two scores from 0 to 100; null when nothing that counts for it could be measured.</summary>
/// <param name="Photorealism">How much it looks like a camera's picture.</param>
/// <param name="Physics">How much what moves obeys physics.</param>
/// <param name="Contributions">What was taken off, by detector id, in points.</param>
/// <param name="Missing">Why a score is null.</param>
public sealed record VideoScores(
    double? Photorealism, double? Physics, IReadOnlyDictionary<string, double> Contributions, string? Missing);
