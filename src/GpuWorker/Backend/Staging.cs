using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>
/// Two page-locked buffers that take turns: while the device still copies from one, the next frame is written into the other. Not for
/// several threads.
/// </summary>
internal sealed class Staging(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    private readonly PageLockedArray1D<byte>?[] _buffers = new PageLockedArray1D<byte>?[2];
    private readonly bool[] _isCopying = new bool[2];
    private int _turn;

    /// <summary>A buffer that nobody copies from, of at least so many bytes.</summary>
    public PageLockedArray1D<byte> Next(int bytes)
    {
        _turn ^= 1;
        if (_isCopying[_turn]) Wait();
        if (_buffers[_turn] is not { } buffer || buffer.Length < bytes)
        {
            _buffers[_turn]?.Dispose();
            buffer = _buffers[_turn] = accelerator.AllocatePageLocked1D<byte>(bytes);
        }

        return buffer;
    }

    /// <summary>Begins the copy of the buffer that was given last.</summary>
    public void CopyTo(ArrayView<byte> target)
    {
        _isCopying[_turn] = true;
        _buffers[_turn]!.ArrayView.SubView(0, target.Length).CopyTo(stream, target);
    }

    /// <summary>Copies from the device and waits for it: the buffer's first bytes.</summary>
    public ReadOnlySpan<byte> Fetch(ArrayView<byte> source)
    {
        var buffer = Next((int)source.Length);
        source.CopyTo(stream, buffer.ArrayView.SubView(0, source.Length));
        Wait();
        return buffer.Span[..(int)source.Length];
    }

    public void Dispose()
    {
        Wait();
        foreach (var buffer in _buffers) buffer?.Dispose();
    }

    private void Wait()
    {
        stream.Synchronize();
        _isCopying.AsSpan().Clear();
    }
}
