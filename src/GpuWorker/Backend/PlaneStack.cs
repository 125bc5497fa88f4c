using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>Planes of one size on a device, one behind the other, so that one launch looks at all of them.</summary>
public sealed class PlaneStack : IDisposable
{
    private readonly MemoryBuffer1D<byte, Stride1D.Dense> _buffer;

    internal PlaneStack(Accelerator accelerator, AcceleratorStream stream, int widthPx, int heightPx, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Shape = new PlaneShape(widthPx, heightPx);
        Count = count;
        // Kernels read a quad beyond the last one, and count with 32 bits.
        _buffer = accelerator.Allocate1D<byte>(checked(Shape.PlaneBytes * count + PlaneShape.QuadBytes));
        _buffer.View.MemSetToZero(stream);
    }

    /// <summary>Planes.</summary>
    public int Count { get; }

    /// <summary>Pixels in a row.</summary>
    public int WidthPx => Shape.WidthPx;

    /// <summary>Rows of a plane.</summary>
    public int HeightPx => Shape.HeightPx;

    /// <summary>Bytes of all planes, the padding of their rows included.</summary>
    public long LengthBytes => (long)Shape.PlaneBytes * Count;

    internal PlaneShape Shape { get; }

    /// <summary>All planes.</summary>
    internal ArrayView<byte> Bytes => _buffer.View.SubView(0, LengthBytes).BaseView;

    /// <summary>All planes and the quad beyond them.</summary>
    internal ArrayView<Quad> Quads => _buffer.View.BaseView.Cast<Quad>();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
