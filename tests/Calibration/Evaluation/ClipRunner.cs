using System.Collections.Concurrent;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Calibration;

/// <summary>Runs the product's analysis over labelled clips, as many at once as there are processors.</summary>
internal static class ClipRunner
{
    private static readonly DecodeLimits Limits = new() { HasChroma = true };

    /// <summary>Analyses the clips of folders.</summary>
    /// <param name="folders">Folders with labels.</param>
    /// <param name="detectorIds">Only these detectors; none for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<IReadOnlyList<ClipRun>> RunAsync(
        IEnumerable<string> folders, IReadOnlyCollection<string> detectorIds, CancellationToken cancellationToken) =>
        RunAsync(folders, detectorIds, _ => true, cancellationToken);

    /// <summary>Analyses some of the clips of folders.</summary>
    /// <param name="folders">Folders with labels.</param>
    /// <param name="detectorIds">Only these detectors; none for all.</param>
    /// <param name="isWanted">Which clips.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<IReadOnlyList<ClipRun>> RunAsync(
        IEnumerable<string> folders, IReadOnlyCollection<string> detectorIds, Func<ClipLabel, bool> isWanted, CancellationToken cancellationToken)
    {
        var tool = await FfmpegTool.FindAsync(Environment.GetEnvironmentVariable("FFMPEG_PATH"), TimeProvider.System, cancellationToken);
        var clips = folders.SelectMany(folder => ClipLabel.ReadFolder(folder).Where(isWanted).Select(label => (Path: Path.Combine(folder, label.File), Label: label))).ToList();
        var runs = new ConcurrentDictionary<int, ClipRun>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, clips.Count, options, async (index, token) =>
        {
            // With a choice of detectors, clips of other defects are neither positives nor clean.
            var label = clips[index].Label;
            if (detectorIds.Count > 0 && label.Defect is { } defect && !detectorIds.Contains(defect)) return;
            await using var frames = await FfmpegFrameSource.OpenAsync(tool, clips[index].Path, Limits, TimeProvider.System, token);
            var detectors = DetectorCatalog.CreateAll(label.Expects).Where(detector => detectorIds.Count == 0 || detectorIds.Contains(detector.Id)).ToList();
            var analysis = await VideoAnalyzer.AnalyzeAsync(frames, detectors, token);
            runs[index] = new ClipRun(label, analysis.Detectors.ToDictionary(result => result.Id, StringComparer.Ordinal));
        });
        return [.. runs.OrderBy(run => run.Key).Select(run => run.Value)];
    }
}
