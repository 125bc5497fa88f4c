using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Backend;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>Flow on a device within its stated tolerance of the processor's; what is made of one flow is equal.</summary>
public static class MotionChecks
{
    /// <summary>Sizes of the pictures: below a patch, below a pyramid's second level, odd, and three levels.</summary>
    public static IReadOnlyList<(int WidthPx, int HeightPx)> Sizes { get; } = [(1, 1), (5, 7), (8, 8), (33, 21), (70, 43), (129, 67)];

    private const int Seed = 815;

    /// <summary>Dense flow.</summary>
    public static void Flow(IlgpuDevice device) => EqualShare(device);

    /// <summary>Share of all flows' pixels that are equal to the last bit, 0 to 1.</summary>
    /// <exception cref="CheckFailedException">A flow differs by more than the backend states.</exception>
    public static double EqualShare(IlgpuDevice device)
    {
        using var pair = new DevicePair(device);
        var (equal, all) = (0L, 0L);
        foreach (var (widthPx, heightPx) in Sizes)
        {
            var (from, to) = Pictures(widthPx, heightPx);
            var (actual, expected) = pair.Flows(from, to, widthPx, heightPx);
            var (one, other) = (pair.Processor.Read(expected), pair.Device.Read(actual));
            equal += RequireNear(one, other, $"{widthPx}x{heightPx}");
            all += one.X.Length;
            actual.Dispose();
            expected.Dispose();
        }

        return (double)equal / all;
    }

    /// <summary>Flows of many pairs at once are those of the pairs alone.</summary>
    public static void FlowBatches(IlgpuDevice device)
    {
        const int WidthPx = 45;
        const int HeightPx = 37;
        const int Pictures = 4;
        using var backend = device.CreateIlgpuBackend();
        using var host = backend.CreateHostPlanes(WidthPx, HeightPx, Pictures);
        using var planes = backend.CreatePlanes(WidthPx, HeightPx, Pictures);
        using var pyramids = backend.CreatePyramids(WidthPx, HeightPx, Pictures);
        using var flows = backend.CreateFlows(WidthPx, HeightPx, Pictures - 1);
        var pictures = new byte[Pictures][];
        for (var picture = 0; picture < Pictures; picture++)
        {
            pictures[picture] = TestPictures.Texture(WidthPx, HeightPx, 1.3 * picture, 0.7 * picture, Seed + picture);
            for (var y = 0; y < HeightPx; y++) pictures[picture].AsSpan(y * WidthPx, WidthPx).CopyTo(host.Row(picture, y));
        }

        backend.Upload(host, planes);
        backend.BuildPyramids(planes, pyramids);
        backend.Flow(pyramids, 0, pyramids, 1, flows);
        var all = backend.Read(flows);
        using var pair = new DevicePair(device);
        for (var picture = 0; picture < Pictures - 1; picture++)
        {
            var (alone, unused) = pair.Flows(pictures[picture], pictures[picture + 1], WidthPx, HeightPx);
            var expected = pair.Device.Read(alone);
            DevicePair.RequireEqual<float>(expected.X, all[picture].X, $"flow {picture} across");
            DevicePair.RequireEqual<float>(expected.Y, all[picture].Y, $"flow {picture} down");
            alone.Dispose();
            unused.Dispose();
        }
    }

    /// <summary>Visibility and warp of a device's own flows, against the processor's of the same flows.</summary>
    public static void VisibleAndWarped(IlgpuDevice device)
    {
        using var pair = new DevicePair(device);
        foreach (var (widthPx, heightPx) in Sizes)
        {
            var (from, to) = Pictures(widthPx, heightPx);
            var (forward, _) = pair.Flows(from, to, widthPx, heightPx);
            var (back, _) = pair.Flows(to, from, widthPx, heightPx);
            var (plane, _) = pair.Planes(to, widthPx, heightPx);
            using var visible = pair.Device.CreatePlane(widthPx, heightPx);
            using var warped = pair.Device.CreatePlane(widthPx, heightPx);
            pair.Device.MarkVisible(forward, back, visible);
            pair.Device.Warp(plane, forward, warped);
            var (expectedVisible, expectedWarped) = (new byte[from.Length], new byte[from.Length]);
            FlowAgreement.Mark(pair.Device.Read(forward), pair.Device.Read(back), expectedVisible, 0, heightPx);
            FlowWarp.Fill(to, pair.Device.Read(forward), expectedWarped, 0, heightPx);
            DevicePair.RequireEqual<byte>(expectedVisible, DevicePair.Download(pair.Device, visible), $"{widthPx}x{heightPx}: visible");
            DevicePair.RequireEqual<byte>(expectedWarped, DevicePair.Download(pair.Device, warped), $"{widthPx}x{heightPx}: warped");
        }
    }

    /// <summary>Refuses flows that differ by more than the device states.</summary>
    /// <returns>Pixels that are equal.</returns>
    internal static long RequireNear(FlowField expected, FlowField actual, string what)
    {
        var (sum, far, equal) = (0.0, 0, 0L);
        for (var at = 0; at < expected.X.Length; at++)
        {
            var (offX, offY) = ((double)expected.X[at] - actual.X[at], (double)expected.Y[at] - actual.Y[at]);
            var off = Math.Sqrt(offX * offX + offY * offY);
            sum += off;
            if (!(off <= IlgpuBackend.FlowTolerancePx)) far++;
            if (off == 0) equal++;
        }

        var mean = sum / expected.X.Length;
        var isNear = mean <= IlgpuBackend.FlowMeanTolerancePx && far <= (1 - IlgpuBackend.FlowToleranceShare) * expected.X.Length;
        if (isNear) return equal;
        throw new CheckFailedException(
            $"{what}, seed {Seed}: flows differ by {mean:0.####} px on average, {far} of {expected.X.Length} pixels by more than allowed.");
    }

    private static (byte[] From, byte[] To) Pictures(int widthPx, int heightPx) =>
        (TestPictures.Texture(widthPx, heightPx, 0, 0, Seed), TestPictures.Texture(widthPx, heightPx, 2.3, -1.4, Seed + 1));
}
