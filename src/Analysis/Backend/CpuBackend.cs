namespace FunctionsPipeline.Analysis;

/// <summary>The backend of this machine's processors. Planes are arrays.</summary>
public sealed partial class CpuBackend : AnalysisBackend
{
    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override int Threads => _flowSettings.Threads;

    /// <inheritdoc/>
    public override DevicePlane CreatePlane(int widthPx, int heightPx) => new CpuPlane(widthPx, heightPx);

    /// <inheritdoc/>
    public override DeviceFlow CreateFlow(int widthPx, int heightPx) => new CpuFlow(widthPx, heightPx);

    /// <inheritdoc/>
    public override void Upload(PlaneView source, DevicePlane target)
    {
        var plane = Cpu(target);
        RequireSize(source.WidthPx, source.HeightPx, plane.WidthPx, plane.HeightPx);
        for (var y = 0; y < source.HeightPx; y++) source.Row(y).CopyTo(plane.Row(y));
    }

    /// <inheritdoc/>
    public override void Download(DevicePlane source, Span<byte> target) => Cpu(source).Pixels.CopyTo(target);

    /// <inheritdoc/>
    public override void Halve(DevicePlane source, DevicePlane target)
    {
        var (from, to) = (Cpu(source), Cpu(target));
        RequireSize(to.WidthPx, to.HeightPx, PlaneScaling.HalfOf(from.WidthPx), PlaneScaling.HalfOf(from.HeightPx));
        PlaneScaling.Halve(from.View, to.Pixels);
    }

    private static CpuPlane Cpu(DevicePlane plane) =>
        plane as CpuPlane ?? throw new ArgumentException("The plane belongs to another backend.", nameof(plane));

    private static void RequireSize(int widthPx, int heightPx, int neededWidthPx, int neededHeightPx)
    {
        if (widthPx == neededWidthPx && heightPx == neededHeightPx) return;
        throw new ArgumentException($"A plane of {widthPx}x{heightPx} does not fit; {neededWidthPx}x{neededHeightPx} is needed.");
    }
}

/// <summary>A plane in memory, its own or a frame's, rows without gaps.</summary>
internal sealed class CpuPlane : DevicePlane
{
    private Memory<byte> _pixels;

    public CpuPlane(int widthPx, int heightPx)
        : this(widthPx, heightPx, GC.AllocateUninitializedArray<byte>(checked(widthPx * heightPx)))
    {
    }

    private CpuPlane(int widthPx, int heightPx, Memory<byte> pixels)
        : base(widthPx, heightPx)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        _pixels = pixels;
    }

    public Span<byte> Pixels => _pixels.Span;

    public PlaneView View => new(_pixels.Span, WidthPx, HeightPx, WidthPx);

    /// <summary>A plane that has no memory until it is shown some.</summary>
    public static CpuPlane WithoutPixels(int widthPx, int heightPx) => new(widthPx, heightPx, Memory<byte>.Empty);

    /// <summary>From now on the plane is this memory.</summary>
    public void Show(Memory<byte> pixels) => _pixels = pixels;

    public Span<byte> Row(int y) => _pixels.Span.Slice(y * WidthPx, WidthPx);
}

/// <summary>A flow in two arrays, rows without gaps.</summary>
internal sealed class CpuFlow(int widthPx, int heightPx) : DeviceFlow(widthPx, heightPx)
{
    public FlowField Field { get; } = new(widthPx, heightPx);
}
