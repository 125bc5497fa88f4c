namespace FunctionsPipeline.Analysis;

/// <content>Whole frames, and what is measured of planes: the kernels with their default settings.</content>
public sealed partial class CpuBackend
{
    /// <inheritdoc/>
    public override DeviceFrame CreateFrame(VideoFormat format)
    {
        var luma = CpuPlane.WithoutPixels(format.WidthPx, format.HeightPx);
        if (!format.HasChroma) return new DeviceFrame(format, luma, []);
        DevicePlane Chroma() => CpuPlane.WithoutPixels(format.ChromaWidthPx, format.ChromaHeightPx);
        return new DeviceFrame(format, luma, [Chroma(), Chroma()]);
    }

    /// <inheritdoc/>
    public override void Upload(VideoFrame source, DeviceFrame target)
    {
        if (source.Format != target.Format)
        {
            throw new ArgumentException("The frame has another format than its place on the device.", nameof(source));
        }

        var rest = Show(source.Pixels, target.Luma);
        foreach (var plane in target.Chroma) rest = Show(rest, plane);
    }

    /// <inheritdoc/>
    public override void Measure(DevicePlane plane, DevicePlane previous, byte brightestDark, FrameSums target) =>
        target.Measure(Cpu(plane).View, Cpu(previous).View, brightestDark);

    /// <inheritdoc/>
    public override PlaneComparison Compare(DevicePlane one, DevicePlane other) => PlaneComparison.Of(Cpu(one).View, Cpu(other).View);

    /// <inheritdoc/>
    public override GradientSums MeasureGradient(DevicePlane plane) => GradientSums.Of(Cpu(plane).View);

    /// <inheritdoc/>
    public override void CountValues(DevicePlane plane, Span<long> counts) => Histogram.Count(Cpu(plane).View, counts);

    /// <inheritdoc/>
    public override void FillDifference(DevicePlane one, DevicePlane other, DevicePlane target)
    {
        var to = Cpu(target);
        RequireSize(to.WidthPx, to.HeightPx, one.WidthPx, one.HeightPx);
        AbsoluteDifference.Fill(Cpu(one).View, Cpu(other).View, to.Pixels);
    }

    /// <inheritdoc/>
    public override void HalveGaussian(DevicePlane source, DevicePlane target)
    {
        var (from, to) = (Cpu(source), Cpu(target));
        RequireSize(to.WidthPx, to.HeightPx, PlaneScaling.HalfOf(from.WidthPx), PlaneScaling.HalfOf(from.HeightPx));
        PlaneScaling.HalveGaussian(from.View, to.Pixels);
    }

    /// <summary>Lets a plane look at the first of some pixels, and gives the rest.</summary>
    private static Memory<byte> Show(Memory<byte> pixels, DevicePlane plane)
    {
        var planeBytes = plane.WidthPx * plane.HeightPx;
        Cpu(plane).Show(pixels[..planeBytes]);
        return pixels[planeBytes..];
    }
}
