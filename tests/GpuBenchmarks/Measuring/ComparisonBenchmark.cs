using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuBenchmarks.Checks;
using FunctionsPipeline.GpuWorker.Backend;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>PSNR, SSIM and mean difference in one read of luma planes: resident on the device, and from this machine's memory.</summary>
internal static class ComparisonBenchmark
{
    private const int BatchesInARow = 12;

    /// <summary>Pairs a second of planes that are on the device, results read back after every launch.</summary>
    public static double ResidentPairsPerSecond(IlgpuDevice device, BenchmarkSize size)
    {
        using var backend = device.CreateIlgpuBackend();
        using var hostOne = backend.CreateHostPlanes(size.WidthPx, size.HeightPx, size.ResidentPairs);
        using var hostOther = backend.CreateHostPlanes(size.WidthPx, size.HeightPx, size.ResidentPairs);
        using var one = backend.CreatePlanes(size.WidthPx, size.HeightPx, size.ResidentPairs);
        using var other = backend.CreatePlanes(size.WidthPx, size.HeightPx, size.ResidentPairs);
        BenchmarkPlanes.Fill(hostOne, size.WidthPx, size.HeightPx, 0);
        BenchmarkPlanes.Fill(hostOther, size.WidthPx, size.HeightPx, 1);
        backend.Upload(hostOne, one);
        backend.Upload(hostOther, other);
        PlaneComparison[] found = [];
        var seconds = Clock.MedianSeconds(size.Budget, () => found = backend.Compare(one, other));
        RequireRight(found, hostOne, hostOther, size);
        return size.ResidentPairs / seconds;
    }

    /// <summary>Pairs a second of planes in page-locked memory of this machine: copies and comparisons side by side.</summary>
    public static double StreamedPairsPerSecond(IlgpuDevice device, BenchmarkSize size)
    {
        using var backend = device.CreateIlgpuBackend();
        using var stream = backend.CreateComparisonStream(size.WidthPx, size.HeightPx, size.BatchPairs);
        var batches = new (HostPlanes One, HostPlanes Other)[size.Batches];
        for (var batch = 0; batch < batches.Length; batch++)
        {
            batches[batch] = (Batch(backend, size, batch), Batch(backend, size, batch + 1));
        }

        PlaneComparison[] found = [];
        var seconds = Clock.MedianSeconds(size.Budget, () =>
        {
            for (var batch = 0; batch < BatchesInARow; batch++)
            {
                if (stream.IsFull) found = stream.Take();
                stream.Put(batches[batch % batches.Length].One, batches[batch % batches.Length].Other);
            }

            while (stream.UnderWay > 0) found = stream.Take();
        });
        var last = batches[(BatchesInARow - 1) % batches.Length];
        RequireRight(found, last.One, last.Other, size);
        foreach (var (one, other) in batches)
        {
            one.Dispose();
            other.Dispose();
        }

        return (double)BatchesInARow * size.BatchPairs / seconds;
    }

    private static HostPlanes Batch(IlgpuBackend backend, BenchmarkSize size, int shift)
    {
        var planes = backend.CreateHostPlanes(size.WidthPx, size.HeightPx, size.BatchPairs);
        BenchmarkPlanes.Fill(planes, size.WidthPx, size.HeightPx, shift);
        return planes;
    }

    /// <summary>A fast wrong number is none.</summary>
    private static void RequireRight(PlaneComparison[] found, HostPlanes one, HostPlanes other, BenchmarkSize size)
    {
        foreach (var plane in (int[])[0, found.Length - 1])
        {
            var expected = BenchmarkPlanes.Compare(one, other, plane, size.WidthPx, size.HeightPx);
            DevicePair.RequireEqual(expected.SquaredErrorSum, found[plane].SquaredErrorSum, "squared error");
            DevicePair.RequireEqual(expected.AbsoluteDifferenceSum, found[plane].AbsoluteDifferenceSum, "absolute difference");
            if (Math.Abs(expected.Ssim - found[plane].Ssim) > 1e-6) throw new CheckFailedException($"SSIM is {found[plane].Ssim}, not {expected.Ssim}.");
        }
    }
}
