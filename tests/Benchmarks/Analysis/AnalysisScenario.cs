using System.Diagnostics;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Benchmarks.Kernels;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>
/// The full detector pass over 1080p: on frames in memory beside an OpenCV script (Composite A), behind a decoder beside the decoder alone,
/// and on two threads beside one. Everything takes its turn in every round; ratios are taken within a round.
/// </summary>
internal static class AnalysisScenario
{
    private const int Rounds = 9;
    private const int Frames = 48;
    private const int ScriptPairs = 6;

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("analysis-benchmark-").FullName;
        try
        {
            var clip = new MemoryClip();
            var luma = Path.Combine(folder, "luma.gray");
            clip.WriteLuma(luma);
            using var script = await CompositeScript.StartAsync(luma, threads: 1);
            var clips = await EncodedClips.MakeAsync(clip, folder);
            var rounds = new List<Round>();
            for (var number = -1; number < Rounds; number++)
            {
                // The first round warms up and is not counted.
                var round = await MeasureAsync(clip, script, clips);
                if (number >= 0) rounds.Add(round);
            }

            await TimedDetector.PrintAsync(clip, Frames);
            return Report(rounds, script);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Round> MeasureAsync(MemoryClip clip, CompositeScript? script, EncodedClips clips)
    {
        var full = await TimeAsync(Frames, () => AnalyzeAsync(clip.Play(Frames)));
        var two = await TimeAsync(2 * Frames, () => Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => AnalyzeAsync(clip.Play(Frames))))));
        var still = await TimeAsync(Frames, () => PassWithoutFlow.RunAsync(clip.Play(Frames)));
        var opencv = script is null ? default : await script.MeasureAsync(ScriptPairs);
        var decode = await TimeAsync(MemoryClip.Frames, () => clips.ReadAsync(CountAsync));
        var decodeStill = await TimeAsync(MemoryClip.Frames, () => clips.ReadAsync(PassWithoutFlow.RunAsync));
        var decodeFull = await TimeAsync(MemoryClip.Frames, () => clips.ReadAsync(AnalyzeWithTwoThreadsAsync));
        return new Round(full, two, still, opencv, decode, decodeStill, decodeFull);
    }

    private static async Task<WorkTime> TimeAsync(int frames, Func<Task> work)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await work();
        return new WorkTime((Environment.CpuUsage.TotalTime - processor).TotalSeconds / frames, clock.Elapsed.TotalSeconds / frames);
    }

    private static async Task<int> AnalyzeAsync(IFrameSource source) =>
        (await VideoAnalyzer.AnalyzeAsync(source, DetectorCatalog.CreateAll(), CancellationToken.None)).Frames;

    /// <summary>As <see cref="AnalyzeAsync"/>, with flow on two threads: behind a decoder the second core has time to spare.</summary>
    private static async Task<int> AnalyzeWithTwoThreadsAsync(IFrameSource source)
    {
        using var backend = new CpuBackend(FlowSettings.Default with { Threads = 2 });
        return (await VideoAnalyzer.AnalyzeAsync(source, DetectorCatalog.CreateAll(), backend, CancellationToken.None)).Frames;
    }

    private static async Task<int> CountAsync(IFrameSource source)
    {
        var frame = new VideoFrame(source.Format);
        var frames = 0;
        while (await source.ReadAsync(frame, CancellationToken.None)) frames++;
        return frames;
    }

    private static bool Report(List<Round> rounds, CompositeScript? script)
    {
        double Median(Func<Round, double> value) => Table.Median(rounds.Select(value));
        string Speed(Func<Round, double> seconds) => (1 / Median(seconds)).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        var table = new Table(
            $"analysis: 1080p with chroma, {DetectorCatalog.CreateAll().Count} detectors, median of {Rounds} rounds of {Frames} frames, "
            + $"{Environment.ProcessorCount} cores; frames a second of processor time unless said");
        table.Add("full pass, one thread, frames in memory", Speed(round => round.Full.Processor));
        table.Add("  without flow", Speed(round => round.Still.Processor));
        if (script is null)
        {
            table.Add("Composite A (OpenCV)", "not measured: there is no python3 with cv2");
        }
        else
        {
            var ratio = Median(round => round.OpenCv.Processor / round.Full.Processor);
            table.Add($"Composite A (OpenCV {script.Version}), one thread", Speed(round => round.OpenCv.Processor));
            table.Add("full pass / Composite A", Table.Fraction(ratio), ">= 10.000", ratio >= 10);
        }

        var scaling = Median(round => round.Full.Clock / round.Two.Clock);
        table.Add("two clips on two threads / one, by the clock", Table.Fraction(scaling), ">= 1.700", scaling >= 1.7);
        table.Add("bound: decode to pipe, by the clock", Speed(round => round.Decode.Clock));
        var still = Median(round => round.Decode.Clock / round.DecodeStill.Clock);
        table.Add("decode and pass without flow / decode, by the clock", Table.Fraction(still), ">= 0.850", still >= 0.85);
        var full = Median(round => round.Decode.Clock / round.DecodeFull.Clock);
        table.Add("decode and full pass, two threads / decode, by the clock", Table.Fraction(full), ">= 0.500", full >= 0.5);
        table.Print();
        return table.AllMet;
    }

    private sealed record Round(
        WorkTime Full, WorkTime Two, WorkTime Still, WorkTime OpenCv, WorkTime Decode, WorkTime DecodeStill, WorkTime DecodeFull);
}
