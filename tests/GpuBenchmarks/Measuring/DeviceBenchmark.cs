using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>All measurements of a device, bounds and results in one run.</summary>
internal static class DeviceBenchmark
{
    private const double ResidentShareGoal = 0.15;
    private const double StreamedShareGoal = 0.70;
    private const double FlowGoal = 3000;
    private const double Giga = 1e9;
    private const int ClipsAtOnce = 4;

    /// <summary>Measures one after the other, as each is asked for.</summary>
    public static IEnumerable<Figure> Run(IlgpuDevice device, BenchmarkSize size)
    {
        var memory = CopyBenchmark.DeviceBytesPerSecond(device, size);
        yield return new Figure("bound: copy within device memory, read and written", memory / Giga, "GB/s");
        var link = CopyBenchmark.HostBytesPerSecond(device, size);
        yield return new Figure("bound: copy from page-locked memory", link / Giga, "GB/s");

        var pairBytes = 2.0 * size.WidthPx * size.HeightPx;
        var resident = ComparisonBenchmark.ResidentPairsPerSecond(device, size);
        yield return new Figure("PSNR + SSIM + difference, resident", resident, "pairs/s");
        yield return new Figure("the same", resident * pairBytes / Giga, "GB/s");
        yield return new Figure("its share of the device's memory bandwidth", resident * pairBytes / memory, "", ResidentShareGoal);

        var streamed = ComparisonBenchmark.StreamedPairsPerSecond(device, size);
        yield return new Figure("PSNR + SSIM + difference, from this machine's memory", streamed, "pairs/s");
        yield return new Figure("the same", streamed * pairBytes / Giga, "GB/s");
        yield return new Figure("its share of the page-locked copy rate", streamed * pairBytes / link, "", StreamedShareGoal);

        foreach (var pairs in size.FlowPairs)
        {
            using var benchmark = new FlowBenchmark(device, size, pairs);
            var isLargest = pairs == size.FlowPairs[^1];
            yield return new Figure($"flow at half size, {pairs} pairs a launch", benchmark.FlowsPerSecond(), "fps", isLargest ? FlowGoal : null);
            if (isLargest) yield return new Figure("share of the flow's pixels equal to the processor's bit for bit", benchmark.RequireRight(), "");
        }

        foreach (var clips in (int[])[1, ClipsAtOnce])
        {
            yield return new Figure($"whole analyses, {clips} at once", AnalysisBenchmark.FramesPerSecond(device, size, clips), "fps");
            var onProcessor = AnalysisBenchmark.FramesPerSecond(new CpuDevice(clips), size, clips);
            yield return new Figure($"the same on this machine's {Environment.ProcessorCount} processors", onProcessor, "fps");
        }
    }
}
