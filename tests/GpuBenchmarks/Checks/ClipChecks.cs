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

    /// <summary>Analyses random clips on both.</summary>
    public static void VerdictsAgree(IlgpuDevice device) => EqualClips(device);

    /// <summary>Clips whose whole analysis is the same to the last digit.</summary>
    /// <exception cref="CheckFailedException">A verdict or a score differs.</exception>
    public static int EqualClips(IlgpuDevice device)
    {
        var equal = 0;
        for (var clip = 0; clip < Clips; clip++)
        {
            var (expected, actual) = (Analyze(Seed + clip, new CpuBackend()), Analyze(Seed + clip, device.CreateBackend()));
            RequireAgreement(expected, actual, $"clip {clip}, seed {Seed + clip}, {expected.Width}x{expected.Height}");
            if (JsonSerializer.Serialize(expected) == JsonSerializer.Serialize(actual)) equal++;
        }

        return equal;
    }

    /// <summary>Several clips at once on one device, each with a backend and on threads of its own.</summary>
    public static void SideBySide(IlgpuDevice device)
    {
        const int AtOnce = 4;
        var together = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(clip => Task.Run(() => Analyze(Seed + clip, device.CreateBackend()))));
        var found = together.GetAwaiter().GetResult();
        for (var clip = 0; clip < AtOnce; clip++)
        {
            var alone = Analyze(Seed + clip, device.CreateBackend());
            DevicePair.RequireEqual(JsonSerializer.Serialize(alone), JsonSerializer.Serialize(found[clip]), $"clip {clip}, seed {Seed + clip}");
        }
    }

    private static VideoAnalysis Analyze(int seed, AnalysisBackend backend)
    {
        using (backend)
        {
            // The clip is made in memory, so nothing is waited for.
            var analysis = VideoAnalyzer.AnalyzeAsync(new RandomClip(seed), DetectorCatalog.CreateAll(), backend, CancellationToken.None);
            return analysis.GetAwaiter().GetResult();
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
