namespace FunctionsPipeline.Analysis;

/// <summary>The backend of this machine's processors. Planes are arrays.</summary>
public sealed partial class CpuBackend : AnalysisBackend
{
    /// <inheritdoc/>
    public override string Name => "cpu";

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
        RequireSize(to.WidthPx, to.HeightPx, Math.Max(1, from.WidthPx / 2), Math.Max(1, from.HeightPx / 2));
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

/// <summary>A plane in an array, rows without gaps.</summary>
internal sealed class CpuPlane : DevicePlane
{
    private readonly byte[] _pixels;

    public CpuPlane(int widthPx, int heightPx)
        : base(widthPx, heightPx)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        _pixels = GC.AllocateUninitializedArray<byte>(checked(widthPx * heightPx));
    }

    public Span<byte> Pixels => _pixels;

    public PlaneView View => new(_pixels, WidthPx, HeightPx, WidthPx);

    public Span<byte> Row(int y) => _pixels.AsSpan(y * WidthPx, WidthPx);
}

/// <summary>A flow in two arrays, rows without gaps.</summary>
internal sealed class CpuFlow(int widthPx, int heightPx) : DeviceFlow(widthPx, heightPx)
{
    public FlowField Field { get; } = new(widthPx, heightPx);
}
