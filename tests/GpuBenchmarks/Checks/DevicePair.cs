using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Backend;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>The same planes on a device and on the processor, whose word counts.</summary>
internal sealed class DevicePair(IlgpuDevice device) : IDisposable
{
    public IlgpuBackend Device { get; } = device.CreateIlgpuBackend();

    public CpuBackend Processor { get; } = new();

    public (DevicePlane OnDevice, DevicePlane OnProcessor) Planes(byte[] pixels, int widthPx, int heightPx) =>
        (Plane(Device, pixels, widthPx, heightPx), Plane(Processor, pixels, widthPx, heightPx));

    public (DeviceFlow OnDevice, DeviceFlow OnProcessor) Flows(byte[] from, byte[] to, int widthPx, int heightPx) =>
        (Flow(Device, from, to, widthPx, heightPx), Flow(Processor, from, to, widthPx, heightPx));

    public static byte[] Download(AnalysisBackend backend, DevicePlane plane)
    {
        var pixels = new byte[plane.WidthPx * plane.HeightPx];
        backend.Download(plane, pixels);
        return pixels;
    }

    public static void RequireEqual<T>(T expected, T actual, string what)
    {
        if (EqualityComparer<T>.Default.Equals(expected, actual)) return;
        throw new CheckFailedException($"{what}: {expected} on the processor, {actual} on the device.");
    }

    public static void RequireEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
    {
        for (var at = 0; at < expected.Length; at++) RequireEqual(expected[at], actual[at], $"{what} at {at}");
    }

    public void Dispose()
    {
        Device.Dispose();
        Processor.Dispose();
    }

    private static DevicePlane Plane(AnalysisBackend backend, byte[] pixels, int widthPx, int heightPx)
    {
        var plane = backend.CreatePlane(widthPx, heightPx);
        backend.Upload(TestPictures.View(pixels, widthPx, heightPx), plane);
        return plane;
    }

    private static DeviceFlow Flow(AnalysisBackend backend, byte[] from, byte[] to, int widthPx, int heightPx)
    {
        var (one, other) = (Plane(backend, from, widthPx, heightPx), Plane(backend, to, widthPx, heightPx));
        using var pyramid = backend.CreatePyramid(widthPx, heightPx);
        using var otherPyramid = backend.CreatePyramid(widthPx, heightPx);
        backend.BuildPyramid(one, pyramid);
        backend.BuildPyramid(other, otherPyramid);
        var flow = backend.CreateFlow(widthPx, heightPx);
        backend.Flow(pyramid, otherPyramid, flow);
        // Read before the pyramids go: the device may still be at work.
        backend.Read(flow);
        one.Dispose();
        other.Dispose();
        return flow;
    }
}
