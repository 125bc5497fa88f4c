using System.Text.Json;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>Whole clips through the analyzer: a device's verdicts are the processor's.</summary>
public static class ClipChecks
{
    /// <summary>Clips that are looked at.</summary>
    public const int Clips = 20;

    /// <summary>Scores differ by so much at most: flows within tolerance move them by less.</summary>
    public const double ScoreTolerance = 0.01;

    private const int Seed = 271828;

    /// <summary>Clips of the last run whose whole analysis was the same to the last digit.</summary>
    public static int EqualClips { get; private set; }

    /// <summary>Analyses random clips on both.</summary>
    public static void VerdictsAgree(IlgpuDevice device)
    {
        EqualClips = 0;
        for (var clip = 0; clip < Clips; clip++)
        {
            var (expected, actual) = (Analyze(Seed + clip, new CpuBackend()), Analyze(Seed + clip, device.CreateBackend()));
            RequireAgreement(expected, actual, $"clip {clip}, seed {Seed + clip}, {expected.Width}x{expected.Height}");
            if (JsonSerializer.Serialize(expected) == JsonSerializer.Serialize(actual)) EqualClips++;
        }
    }

    private static VideoAnalysis Analyze(int seed, AnalysisBackend backend)
    {
        using (backend)
        {
            // The clip is made in memory, so nothing is waited for.
            return VideoAnalyzer.AnalyzeAsync(new RandomClip(seed), DetectorCatalog.CreateAll(), backend, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    private static void RequireAgreement(VideoAnalysis expected, VideoAnalysis actual, string what)
    {
        DevicePair.RequireEqual(expected.Frames, actual.Frames, $"{what}: frames");
        DevicePair.RequireEqual(expected.MeanLuma, actual.MeanLuma, $"{what}: mean luma");
        DevicePair.RequireEqual(expected.MeanDifference, actual.MeanDifference, $"{what}: mean difference");
        DevicePair.RequireEqual(expected.Sharpness, actual.Sharpness, $"{what}: sharpness");
        foreach (var (one, other) in expected.Detectors.Zip(actual.Detectors))
        {
            DevicePair.RequireEqual(one.Id, other.Id, $"{what}: detector");
            DevicePair.RequireEqual(one.Detected, other.Detected, $"{what}: verdict of {one.Id}");
            DevicePair.RequireEqual(one.Abstained, other.Abstained, $"{what}: abstention of {one.Id}");
            if (Math.Abs(one.Score - other.Score) <= ScoreTolerance) continue;
            throw new CheckFailedException($"{what}: score of {one.Id} is {one.Score:0.####} on the processor, {other.Score:0.####} on the device.");
        }
    }
}
