using System.Runtime.InteropServices;
using FunctionsPipeline.Analysis;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>
/// Compares planes that lie in memory of this machine, batch after batch. Batches take turns on streams of their own, so the copy of one
/// runs beside the comparison of another. Not for several threads.
/// </summary>
public sealed class ComparisonStream : IDisposable
{
    /// <summary>Batches under way: one is copied, one compared, one waits so that neither pauses.</summary>
    private const int LanesMax = 3;

    private readonly Accelerator _accelerator;
    private readonly GpuKernels _kernels;
    private readonly Lane[] _lanes;
    private readonly Queue<Lane> _underWay = new();
    private int _next;

    internal ComparisonStream(Accelerator accelerator, GpuKernels kernels, int widthPx, int heightPx, int pairs)
    {
        (_accelerator, _kernels) = (accelerator, kernels);
        _lanes = [.. Enumerable.Range(0, LanesMax).Select(_ => new Lane(accelerator, kernels, widthPx, heightPx, pairs))];
    }

    /// <summary>Whether the oldest batch must be taken before another is put.</summary>
    public bool IsFull => _underWay.Count == LanesMax;

    /// <summary>Batches that were put and not taken.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>Begins with a batch; its memory must stay as it is until the batch is taken.</summary>
    /// <exception cref="InvalidOperationException">It is full.</exception>
    /// <exception cref="ArgumentException">Sizes or numbers differ from those of the stream.</exception>
    public void Put(HostPlanes one, HostPlanes other)
    {
        if (IsFull) throw new InvalidOperationException("Take a batch first.");
        _accelerator.Bind();
        var lane = _lanes[_next];
        _next = (_next + 1) % LanesMax;
        lane.Begin(_kernels, one, other);
        _underWay.Enqueue(lane);
    }

    /// <summary>Waits for the oldest batch: a comparison for each pair.</summary>
    /// <exception cref="InvalidOperationException">None is under way.</exception>
    public PlaneComparison[] Take()
    {
        _accelerator.Bind();
        return _underWay.Dequeue().Take(_kernels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _accelerator.Bind();
        foreach (var lane in _lanes) lane.Dispose();
    }

    private sealed class Lane : IDisposable
    {
        private readonly AcceleratorStream _stream;
        private readonly PlaneStack _one;
        private readonly PlaneStack _other;
        private readonly MemoryBuffer1D<long, Stride1D.Dense> _sums;
        private readonly PageLockedArray1D<long> _found;

        public Lane(Accelerator accelerator, GpuKernels kernels, int widthPx, int heightPx, int pairs)
        {
            _stream = accelerator.CreateStream();
            _one = new PlaneStack(accelerator, _stream, widthPx, heightPx, pairs);
            _other = new PlaneStack(accelerator, _stream, widthPx, heightPx, pairs);
            _sums = accelerator.Allocate1D<long>(ComparisonLaunch.SumsOf(_one, kernels));
            _found = accelerator.AllocatePageLocked1D<long>(_sums.Length);
        }

        public void Begin(GpuKernels kernels, HostPlanes one, HostPlanes other)
        {
            one.CopyTo(_one, _stream);
            other.CopyTo(_other, _stream);
            ComparisonLaunch.Begin(kernels, _stream, _one, _other, _sums.View.BaseView);
            _sums.View.BaseView.CopyTo(_stream, _found.ArrayView);
        }

        public PlaneComparison[] Take(GpuKernels kernels)
        {
            _stream.Synchronize();
            return ComparisonLaunch.Take(_found.Span, _one, kernels);
        }

        public void Dispose()
        {
            _stream.Synchronize();
            _one.Dispose();
            _other.Dispose();
            _sums.Dispose();
            _found.Dispose();
            _stream.Dispose();
        }
    }
}
