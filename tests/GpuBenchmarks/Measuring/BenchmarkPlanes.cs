using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuBenchmarks.Checks;
using FunctionsPipeline.GpuWorker.Backend;

namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>Planes to measure with: a texture that moves from plane to plane.</summary>
internal static class BenchmarkPlanes
{
    private const int Seed = 1618;
    private const double StepX = 1.7;
    private const double StepY = -0.9;
    private const int DistinctPictures = 8;

    /// <summary>Fills planes; every so many are alike, since drawing them takes longer than measuring.</summary>
    public static void Fill(HostPlanes planes, int widthPx, int heightPx, int shift)
    {
        var pictures = new byte[Math.Min(DistinctPictures, planes.Count)][];
        Parallel.For(0, pictures.Length, number =>
            pictures[number] = TestPictures.Texture(widthPx, heightPx, StepX * (number + shift), StepY * (number + shift), Seed + number + shift));
        Parallel.For(0, planes.Count, plane =>
        {
            for (var y = 0; y < heightPx; y++) pictures[plane % pictures.Length].AsSpan(y * widthPx, widthPx).CopyTo(planes.Row(plane, y));
        });
    }

    /// <summary>A plane in memory of its own.</summary>
    public static byte[] Copy(HostPlanes planes, int plane, int widthPx, int heightPx)
    {
        var pixels = new byte[widthPx * heightPx];
        for (var y = 0; y < heightPx; y++) planes.Row(plane, y).CopyTo(pixels.AsSpan(y * widthPx));
        return pixels;
    }

    /// <summary>The processor's word on two planes.</summary>
    public static PlaneComparison Compare(HostPlanes one, HostPlanes other, int plane, int widthPx, int heightPx)
    {
        var (first, second) = (Copy(one, plane, widthPx, heightPx), Copy(other, plane, widthPx, heightPx));
        return PlaneComparison.Of(TestPictures.View(first, widthPx, heightPx), TestPictures.View(second, widthPx, heightPx));
    }
}
