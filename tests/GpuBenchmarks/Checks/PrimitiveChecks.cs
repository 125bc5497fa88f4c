using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Devices;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>Every primitive of the seam on a device against the processor's. Integers must be equal.</summary>
public static class PrimitiveChecks
{
    /// <summary>One pixel, odd sizes, and both sides of what a thread or a vector takes at once.</summary>
    public static IReadOnlyList<(int WidthPx, int HeightPx)> Sizes { get; } =
    [
        (1, 1), (1, 9), (9, 1), (2, 3), (3, 2), (4, 4), (7, 8), (8, 7), (8, 8), (9, 9), (15, 33), (16, 16), (17, 5), (31, 13), (32, 32),
        (33, 32), (37, 22), (63, 40), (64, 36), (65, 35), (127, 9),
    ];

    private const int Seed = 4711;
    private const byte BrightestDark = 32;

    /// <summary>Upload and download.</summary>
    public static void PlanesComeBack(IlgpuDevice device) => ForPictures(device, (pair, widthPx, heightPx, pixels, _) =>
    {
        var (plane, _) = pair.Planes(pixels, widthPx, heightPx);
        DevicePair.RequireEqual<byte>(pixels, DevicePair.Download(pair.Device, plane), "pixel");
        plane.Dispose();
    });

    /// <summary>Squared error, absolute difference, similarity. The last is compared as an integer too: the formula is shared.</summary>
    public static void Compare(IlgpuDevice device) => ForPlanes(device, (pair, one, other) =>
    {
        var expected = pair.Processor.Compare(one.OnProcessor, other.OnProcessor);
        var actual = pair.Device.Compare(one.OnDevice, other.OnDevice);
        DevicePair.RequireEqual(expected.SquaredErrorSum, actual.SquaredErrorSum, "squared error");
        DevicePair.RequireEqual(expected.AbsoluteDifferenceSum, actual.AbsoluteDifferenceSum, "absolute difference");
        DevicePair.RequireEqual(expected.Windows, actual.Windows, "windows");
        DevicePair.RequireEqual(expected.Pixels, actual.Pixels, "pixels");
        if (expected.Windows > 0 && Math.Abs(expected.Ssim - actual.Ssim) > 1e-6)
        {
            throw new CheckFailedException($"similarity: {expected.Ssim} on the processor, {actual.Ssim} on the device.");
        }
    });

    /// <summary>All sums of a frame.</summary>
    public static void Measure(IlgpuDevice device) => ForPlanes(device, (pair, one, other) =>
    {
        var (expected, actual) = (new FrameSums(), new FrameSums());
        pair.Processor.Measure(one.OnProcessor, other.OnProcessor, BrightestDark, expected);
        pair.Device.Measure(one.OnDevice, other.OnDevice, BrightestDark, actual);
        DevicePair.RequireEqual(expected.DarkPixels, actual.DarkPixels, "dark pixels");
        DevicePair.RequireEqual(expected.Laplacian, actual.Laplacian, "Laplacian");
        for (var block = 0; block < BlockGrid.Blocks; block++)
        {
            DevicePair.RequireEqual(expected.Luma.Mean(block), actual.Luma.Mean(block), $"luma of block {block}");
            DevicePair.RequireEqual(expected.Difference.Mean(block), actual.Difference.Mean(block), $"difference of block {block}");
        }
    });

    /// <summary>The gradient's sums.</summary>
    public static void MeasureGradient(IlgpuDevice device) => ForPlanes(device, (pair, one, _) =>
        DevicePair.RequireEqual(pair.Processor.MeasureGradient(one.OnProcessor), pair.Device.MeasureGradient(one.OnDevice), "gradient"));

    /// <summary>The histogram.</summary>
    public static void CountValues(IlgpuDevice device) => ForPlanes(device, (pair, one, _) =>
    {
        var (expected, actual) = (new long[Histogram.Values], new long[Histogram.Values]);
        pair.Processor.CountValues(one.OnProcessor, expected);
        pair.Device.CountValues(one.OnDevice, actual);
        DevicePair.RequireEqual<long>(expected, actual, "count");
    });

    /// <summary>The difference picture.</summary>
    public static void FillDifference(IlgpuDevice device) => ForPlanes(device, (pair, one, other) => RequireSamePicture(
        pair, one.OnDevice.WidthPx, one.OnDevice.HeightPx, "difference",
        target => pair.Device.FillDifference(one.OnDevice, other.OnDevice, target),
        target => pair.Processor.FillDifference(one.OnProcessor, other.OnProcessor, target)));

    /// <summary>Means of 2 x 2.</summary>
    public static void Halve(IlgpuDevice device) => ForPlanes(device, (pair, one, _) => RequireSamePicture(
        pair, PlaneScaling.HalfOf(one.OnDevice.WidthPx), PlaneScaling.HalfOf(one.OnDevice.HeightPx), "half",
        target => pair.Device.Halve(one.OnDevice, target),
        target => pair.Processor.Halve(one.OnProcessor, target)));

    /// <summary>The Gaussian step.</summary>
    public static void HalveGaussian(IlgpuDevice device) => ForPlanes(device, (pair, one, _) => RequireSamePicture(
        pair, PlaneScaling.HalfOf(one.OnDevice.WidthPx), PlaneScaling.HalfOf(one.OnDevice.HeightPx), "Gaussian half",
        target => pair.Device.HalveGaussian(one.OnDevice, target),
        target => pair.Processor.HalveGaussian(one.OnProcessor, target)));

    /// <summary>Frames with colour.</summary>
    public static void FramesAreUploaded(IlgpuDevice device)
    {
        using var pair = new DevicePair(device);
        var format = new VideoFormat(37, 22, 25, HasChroma: true);
        var frame = new VideoFrame(format);
        TestPictures.Seeded(Seed).NextBytes(frame.Pixels.Span);
        using var target = pair.Device.CreateFrame(format);
        pair.Device.Upload(frame, target);
        byte[] all = [.. DevicePair.Download(pair.Device, target.Luma), .. target.Chroma.SelectMany(plane => DevicePair.Download(pair.Device, plane))];
        DevicePair.RequireEqual<byte>(frame.Pixels.Span, all, "pixel of the frame");
    }

    private static void ForPictures(IlgpuDevice device, Action<DevicePair, int, int, byte[], byte[]> check)
    {
        using var pair = new DevicePair(device);
        foreach (var (widthPx, heightPx) in Sizes)
        {
            try
            {
                var one = TestPictures.Noise(widthPx, heightPx, Seed + widthPx);
                // Near each other, and at both ends of the range.
                var other = one.Select((pixel, at) => (byte)(at % 3 == 0 ? 255 - pixel : Math.Min(255, pixel + at % 5))).ToArray();
                check(pair, widthPx, heightPx, one, other);
            }
            catch (CheckFailedException exception)
            {
                throw new CheckFailedException($"{widthPx}x{heightPx}, seed {Seed}: {exception.Message}");
            }
        }
    }

    private static void ForPlanes(
        IlgpuDevice device,
        Action<DevicePair, (DevicePlane OnDevice, DevicePlane OnProcessor), (DevicePlane OnDevice, DevicePlane OnProcessor)> check) =>
        ForPictures(device, (pair, widthPx, heightPx, first, second) =>
        {
            var (one, other) = (pair.Planes(first, widthPx, heightPx), pair.Planes(second, widthPx, heightPx));
            check(pair, one, other);
            DevicePlane[] planes = [one.OnDevice, one.OnProcessor, other.OnDevice, other.OnProcessor];
            foreach (var plane in planes) plane.Dispose();
        });

    private static void RequireSamePicture(
        DevicePair pair, int widthPx, int heightPx, string what, Action<DevicePlane> onDevice, Action<DevicePlane> onProcessor)
    {
        using var actual = pair.Device.CreatePlane(widthPx, heightPx);
        using var expected = pair.Processor.CreatePlane(widthPx, heightPx);
        onDevice(actual);
        onProcessor(expected);
        DevicePair.RequireEqual<byte>(DevicePair.Download(pair.Processor, expected), DevicePair.Download(pair.Device, actual), what);
    }
}
