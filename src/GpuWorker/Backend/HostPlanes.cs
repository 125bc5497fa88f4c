using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>
/// Planes in page-locked memory, laid out as on the device, so that one copy takes all of them and runs beside kernels. Not for several
/// threads.
/// </summary>
public sealed class HostPlanes : IDisposable
{
    private readonly PageLockedArray1D<byte> _pixels;
    private readonly PlaneShape _shape;

    internal HostPlanes(Accelerator accelerator, int widthPx, int heightPx, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_shape, Count) = (new PlaneShape(widthPx, heightPx), count);
        _pixels = accelerator.AllocatePageLocked1D<byte>(checked(_shape.PlaneBytes * count));
        _pixels.Span.Clear();
    }

    /// <summary>Planes.</summary>
    public int Count { get; }

    /// <summary>Bytes of all planes, the padding of their rows included.</summary>
    public long LengthBytes => _pixels.Length;

    /// <summary>A row's pixels, to be filled.</summary>
    public Span<byte> Row(int plane, int y) => _pixels.Span.Slice(plane * _shape.PlaneBytes + y * _shape.StrideBytes, _shape.WidthPx);

    /// <inheritdoc/>
    public void Dispose() => _pixels.Dispose();

    /// <summary>Begins the copy to the device.</summary>
    internal void CopyTo(PlaneStack target, AcceleratorStream stream)
    {
        if (target.LengthBytes != LengthBytes) throw new ArgumentException("The planes have another size or number.", nameof(target));
        _pixels.ArrayView.CopyTo(stream, target.Bytes);
    }
}
