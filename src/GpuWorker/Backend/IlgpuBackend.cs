using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>
/// The pixel work on an accelerator of ILGPU: CUDA, OpenCL, or the processor in its place. Kernels are chained on one stream; only small
/// results are read back.
/// </summary>
/// <remarks>
/// Integers are equal to the processor's. Flows are computed with the processor's formulas in the processor's order of additions: on CUDA
/// they are equal bit for bit. What is promised is <see cref="FlowMeanTolerancePx"/> and <see cref="FlowTolerancePx"/>, because OpenCL
/// devices may fuse or divide in their own way. Not for several threads; backends of one accelerator may work side by side.
/// </remarks>
public sealed partial class IlgpuBackend : AnalysisBackend
{
    /// <summary>A flow differs from the processor's by so much on average, at most, pixels.</summary>
    public const double FlowMeanTolerancePx = 0.01;

    /// <summary>A pixel's flow differs by so much at most, in <see cref="FlowToleranceShare"/> of the pixels.</summary>
    public const double FlowTolerancePx = 0.1;

    /// <summary>Share of the pixels that <see cref="FlowTolerancePx"/> holds for.</summary>
    public const double FlowToleranceShare = 0.999;

    private readonly Accelerator _accelerator;
    private readonly GpuKernels _kernels;
    private readonly AcceleratorStream _stream;
    private readonly Staging _staging;

    internal IlgpuBackend(Accelerator accelerator, GpuKernels kernels, string name)
    {
        (_accelerator, _kernels, Name) = (accelerator, kernels, name);
        accelerator.Bind();
        _stream = accelerator.CreateStream();
        _staging = new Staging(accelerator, _stream);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>One feeds the device and waits for it; meanwhile detectors look at the frame before on the other.</summary>
    public override int Threads => 2;

    /// <inheritdoc/>
    public override DevicePlane CreatePlane(int widthPx, int heightPx) => new IlgpuPlane(CreatePlanes(widthPx, heightPx, 1));

    /// <inheritdoc/>
    public override DeviceFlow CreateFlow(int widthPx, int heightPx) => new IlgpuFlow(CreateFlows(widthPx, heightPx, 1));

    /// <inheritdoc/>
    public override void Upload(PlaneView source, DevicePlane target)
    {
        var planes = Own(target);
        RequireSize(source.WidthPx, source.HeightPx, planes.WidthPx, planes.HeightPx);
        Bind();
        var buffer = _staging.Next(planes.Shape.PlaneBytes).Span;
        for (var y = 0; y < source.HeightPx; y++)
        {
            var row = buffer.Slice(y * planes.Shape.StrideBytes, planes.Shape.StrideBytes);
            source.Row(y).CopyTo(row);
            row[source.WidthPx..].Clear();
        }

        _staging.CopyTo(planes.Bytes);
    }

    /// <inheritdoc/>
    public override void Download(DevicePlane source, Span<byte> target)
    {
        var planes = Own(source);
        Bind();
        var pixels = _staging.Fetch(planes.Bytes);
        for (var y = 0; y < planes.HeightPx; y++)
        {
            pixels.Slice(y * planes.Shape.StrideBytes, planes.WidthPx).CopyTo(target[(y * planes.WidthPx)..]);
        }
    }

    /// <inheritdoc/>
    public override void Halve(DevicePlane source, DevicePlane target) => Halve(Own(source), Own(target));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        Bind();
        _staging.Dispose();
        _search?.Dispose();
        _sums?.Dispose();
        _stream.Dispose();
    }

    private static PlaneStack Own(DevicePlane plane) =>
        (plane as IlgpuPlane ?? throw new ArgumentException("The plane belongs to another backend.", nameof(plane))).Planes;

    private static void RequireSize(int widthPx, int heightPx, int neededWidthPx, int neededHeightPx)
    {
        if (widthPx == neededWidthPx && heightPx == neededHeightPx) return;
        throw new ArgumentException($"A plane of {widthPx}x{heightPx} does not fit; {neededWidthPx}x{neededHeightPx} is needed.");
    }

    private static void RequireSame(PlaneStack one, PlaneStack other)
    {
        RequireSize(one.WidthPx, one.HeightPx, other.WidthPx, other.HeightPx);
        if (one.Count != other.Count) throw new ArgumentException($"{one.Count} planes do not go with {other.Count}.");
    }

    /// <summary>A video's work goes from thread to thread; the driver wants to know the device on each.</summary>
    private void Bind() => _accelerator.Bind();
}

/// <summary>A plane on an accelerator.</summary>
internal sealed class IlgpuPlane(PlaneStack planes) : DevicePlane(planes.WidthPx, planes.HeightPx)
{
    public PlaneStack Planes { get; } = planes;

    protected override void Dispose(bool disposing) => Planes.Dispose();
}

/// <summary>A flow on an accelerator, and the memory that it is read into.</summary>
internal sealed class IlgpuFlow(FlowStack flows) : DeviceFlow(flows.WidthPx, flows.HeightPx)
{
    private FlowField? _field;

    public FlowStack Flows { get; } = flows;

    public FlowField Field => _field ??= new FlowField(WidthPx, HeightPx);

    protected override void Dispose(bool disposing) => Flows.Dispose();
}

/// <summary>A picture prepared for the flow search on an accelerator.</summary>
internal sealed class IlgpuPyramid(PyramidStack pictures) : DevicePyramid(pictures.WidthPx, pictures.HeightPx)
{
    public PyramidStack Pictures { get; } = pictures;

    protected override void Dispose(bool disposing) => Pictures.Dispose();
}
