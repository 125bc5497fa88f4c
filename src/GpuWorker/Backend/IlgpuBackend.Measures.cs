using System.Runtime.InteropServices;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <content>Whole frames, and what is measured of planes.</content>
public sealed partial class IlgpuBackend
{
    private MemoryBuffer1D<long, Stride1D.Dense>? _sums;

    /// <inheritdoc/>
    public override DeviceFrame CreateFrame(VideoFormat format)
    {
        var luma = CreatePlane(format.WidthPx, format.HeightPx);
        if (!format.HasChroma) return new DeviceFrame(format, luma, []);
        DevicePlane Chroma() => CreatePlane(format.ChromaWidthPx, format.ChromaHeightPx);
        return new DeviceFrame(format, luma, [Chroma(), Chroma()]);
    }

    /// <inheritdoc/>
    public override void Upload(VideoFrame source, DeviceFrame target)
    {
        if (source.Format != target.Format)
        {
            throw new ArgumentException("The frame has another format than its place on the device.", nameof(source));
        }

        Upload(source.Luma, target.Luma);
        if (!source.Format.HasChroma) return;
        Upload(source.ChromaBlue, target.Chroma[0]);
        Upload(source.ChromaRed, target.Chroma[1]);
    }

    /// <inheritdoc/>
    public override void Measure(DevicePlane plane, DevicePlane previous, byte brightestDark, FrameSums target)
    {
        var (one, other) = (Own(plane), Own(previous));
        RequireSame(one, other);
        Bind();
        var parts = BlockGrid.Blocks * MeasureKernels.BlockParts;
        var sums = Sums(parts * MeasureKernels.FrameSums);
        var groups = new KernelConfig(new Index2D(BlockGrid.Blocks, MeasureKernels.BlockParts), new Index2D(_kernels.GroupThreads, 1));
        _kernels.Frame(_stream, groups, one.Bytes, other.Bytes, one.Shape, brightestDark, sums);
        Take(Fetch(sums), one.WidthPx, one.HeightPx, target);
    }

    /// <inheritdoc/>
    public override PlaneComparison Compare(DevicePlane one, DevicePlane other) => Compare(Own(one), Own(other))[0];

    /// <inheritdoc/>
    public override GradientSums MeasureGradient(DevicePlane plane)
    {
        var planes = Own(plane);
        Bind();
        var sums = Sums(_kernels.PlaneGroups * MeasureKernels.GradientSums);
        _kernels.Gradient(_stream, new KernelConfig(_kernels.PlaneGroups, _kernels.GroupThreads), planes.Bytes, planes.Shape, sums);
        var (across, down) = (0L, 0L);
        var parts = Fetch(sums);
        for (var part = 0; part < parts.Length; part += MeasureKernels.GradientSums) (across, down) = (across + parts[part], down + parts[part + 1]);
        return new GradientSums(across, down, InnerPixels(planes.WidthPx, planes.HeightPx));
    }

    /// <inheritdoc/>
    public override void CountValues(DevicePlane plane, Span<long> counts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Length, Histogram.Values);
        var planes = Own(plane);
        Bind();
        var device = Sums(Histogram.Values).Cast<int>().SubView(0, Histogram.Values);
        device.MemSetToZero(_stream);
        _kernels.Histogram(_stream, new KernelConfig(_kernels.PlaneGroups, _kernels.GroupThreads), planes.Bytes, planes.Shape, device);
        var found = MemoryMarshal.Cast<byte, int>(_staging.Fetch(device.Cast<byte>()));
        for (var value = 0; value < Histogram.Values; value++) counts[value] = found[value];
    }

    /// <inheritdoc/>
    public override void FillDifference(DevicePlane one, DevicePlane other, DevicePlane target)
    {
        var (from, with, to) = (Own(one), Own(other), Own(target));
        RequireSame(from, with);
        RequireSame(from, to);
        Bind();
        _kernels.Difference(_stream, from.WidthPx * from.HeightPx, from.Bytes, with.Bytes, to.Bytes, from.Shape);
    }

    /// <inheritdoc/>
    public override void HalveGaussian(DevicePlane source, DevicePlane target)
    {
        var (from, to) = (Own(source), Own(target));
        RequireSize(to.WidthPx, to.HeightPx, PlaneScaling.HalfOf(from.WidthPx), PlaneScaling.HalfOf(from.HeightPx));
        Bind();
        _kernels.HalveGaussian(_stream, to.WidthPx * to.HeightPx, from.Bytes, from.Shape, to.Bytes, to.Shape);
    }

    private static long InnerPixels(int widthPx, int heightPx) => (long)Math.Max(0, widthPx - 2) * Math.Max(0, heightPx - 2);

    private static void Take(ReadOnlySpan<long> parts, int widthPx, int heightPx, FrameSums target)
    {
        Span<long> luma = stackalloc long[BlockGrid.Blocks];
        Span<long> difference = stackalloc long[BlockGrid.Blocks];
        luma.Clear();
        difference.Clear();
        var (dark, laplacians, squares) = ((long)widthPx * heightPx, 0L, 0L);
        for (var part = 0; part < BlockGrid.Blocks * MeasureKernels.BlockParts; part++)
        {
            var sums = parts.Slice(part * MeasureKernels.FrameSums, MeasureKernels.FrameSums);
            luma[part / MeasureKernels.BlockParts] += sums[0];
            difference[part / MeasureKernels.BlockParts] += sums[1];
            (dark, laplacians, squares) = (dark - sums[2], laplacians + sums[3], squares + sums[4]);
        }

        target.Take(widthPx, heightPx, luma, difference, dark, new LaplacianSums(laplacians, squares, InnerPixels(widthPx, heightPx)));
    }

    /// <summary>Room for the sums of groups.</summary>
    private ArrayView<long> Sums(int length)
    {
        if (_sums is null || _sums.Length < length)
        {
            _sums?.Dispose();
            _sums = _accelerator.Allocate1D<long>(length);
        }

        return _sums.View.BaseView.SubView(0, length);
    }

    private ReadOnlySpan<long> Fetch(ArrayView<long> sums) => MemoryMarshal.Cast<byte, long>(_staging.Fetch(sums.Cast<byte>()));
}
