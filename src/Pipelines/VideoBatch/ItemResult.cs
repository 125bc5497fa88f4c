using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.FrameJobs;

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
    /// <summary>Id of the device that it was analysed on; null in records of versions that did not say.</summary>
    public string? Device { get; init; }

    /// <summary>Pictures of the worst that was found, at most two.</summary>
    public IReadOnlyList<DefectPicture> Pictures { get; init; } = [];

    /// <summary>Ids of the detectors that found something, most severe first.</summary>
    public IEnumerable<string> Defects => Detectors.Where(detector => detector.Detected).OrderByDescending(detector => detector.Score).Select(detector => detector.Id);
}
