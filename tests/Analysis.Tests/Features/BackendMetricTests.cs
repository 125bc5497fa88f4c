namespace FunctionsPipeline.Analysis.Tests.Features;

/// <summary>The backend's primitives are the kernels, and a frame on the device is the frame.</summary>
public sealed class BackendMetricTests
{
    private const int Seed = 21;

    private static readonly VideoFormat Format = new(37, 22, 25, HasChroma: true);

    private readonly CpuBackend _backend = new();
    private readonly VideoFrame _frame = Noise(Seed);
    private readonly VideoFrame _other = Noise(Seed + 1);

    [Fact]
    public void Primitives_give_what_the_kernels_give()
    {
        var (one, other) = (OnDevice(_frame), OnDevice(_other));

        _backend.Compare(one.Luma, other.Luma).ShouldBe(PlaneComparison.Of(_frame.Luma, _other.Luma));
        _backend.MeasureGradient(one.Luma).ShouldBe(GradientSums.Of(_frame.Luma));
        var sums = new FrameSums();
        _backend.Measure(one.Luma, other.Luma, 32, sums);
        sums.Luma.Total.ShouldBe(LumaSum.Of(_frame.Luma));
        sums.Difference.Total.ShouldBe(AbsoluteDifference.Sum(_frame.Luma, _other.Luma));
        sums.DarkPixels.ShouldBe(DarkPixelCount.Of(_frame.Luma, 32));
        sums.Laplacian.ShouldBe(LaplacianSums.Of(_frame.Luma));
        var counts = new long[Histogram.Values];
        _backend.CountValues(one.Luma, counts);
        counts.Sum().ShouldBe(37 * 22);
    }

    [Fact]
    public void Pictures_are_filled_on_the_device()
    {
        var (one, other) = (OnDevice(_frame), OnDevice(_other));
        var (expected, actual) = (new byte[37 * 22], new byte[37 * 22]);
        using var target = _backend.CreatePlane(37, 22);
        AbsoluteDifference.Fill(_frame.Luma, _other.Luma, expected);

        _backend.FillDifference(one.Luma, other.Luma, target);
        _backend.Download(target, actual);

        actual.ShouldBe(expected);
        using var half = _backend.CreatePlane(18, 11);
        var (expectedHalf, actualHalf) = (new byte[18 * 11], new byte[18 * 11]);
        PlaneScaling.HalveGaussian(_frame.Luma, expectedHalf);
        _backend.HalveGaussian(one.Luma, half);
        _backend.Download(half, actualHalf);
        actualHalf.ShouldBe(expectedHalf);
    }

    [Fact]
    public void Chroma_planes_are_those_of_the_frame()
    {
        var device = OnDevice(_frame);
        var pixels = new byte[19 * 11];

        _backend.Download(device.Chroma[1], pixels);

        pixels.ShouldBe(_frame.Pixels.Span[^(19 * 11)..].ToArray());
    }

    [Fact]
    public void A_frame_of_another_format_is_refused()
    {
        using var device = _backend.CreateFrame(Format with { WidthPx = 38 });

        Should.Throw<ArgumentException>(() => _backend.Upload(_frame, device));
    }

    private static VideoFrame Noise(int seed)
    {
        var frame = new VideoFrame(Format);
        new Random(seed).NextBytes(frame.Pixels.Span);
        return frame;
    }

    private DeviceFrame OnDevice(VideoFrame frame)
    {
        var device = _backend.CreateFrame(Format);
        _backend.Upload(frame, device);
        return device;
    }
}
