using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>Pictures of one size prepared for the flow search, on a device: <see cref="FlowPyramid"/> many times over.</summary>
public sealed class PyramidStack : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense>[] _levels;

    internal PyramidStack(Accelerator accelerator, int widthPx, int heightPx, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        Shapes = LevelsOf(widthPx, heightPx);
        _levels = [.. Shapes.Select(shape => accelerator.Allocate1D<float>(checked(shape.PictureStride * count)))];
    }

    /// <summary>Pictures.</summary>
    public int Count { get; }

    /// <summary>Pixels in a row of the finest level.</summary>
    public int WidthPx => Shapes[0].WidthPx;

    /// <summary>Rows of the finest level.</summary>
    public int HeightPx => Shapes[0].HeightPx;

    /// <summary>From the finest to the coarsest.</summary>
    internal FlowLevelShape[] Shapes { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var level in _levels) level.Dispose();
    }

    /// <summary>A level of all pictures from one on.</summary>
    internal ArrayView<float> Level(int level, int firstPicture) =>
        _levels[level].View.BaseView.SubView((long)firstPicture * Shapes[level].PictureStride);

    private static FlowLevelShape[] LevelsOf(int widthPx, int heightPx)
    {
        var shapes = new List<FlowLevelShape> { new(widthPx, heightPx) };
        while (shapes.Count <= FlowPyramid.LevelsMax && Math.Min(shapes[^1].WidthPx, shapes[^1].HeightPx) / 2 >= FlowPyramid.CoarsestSidePx)
        {
            shapes.Add(new FlowLevelShape(shapes[^1].WidthPx / 2, shapes[^1].HeightPx / 2));
        }

        return [.. shapes];
    }
}

/// <summary>Dense flows of one size on a device, or what else has a motion for each place.</summary>
public sealed class FlowStack : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _buffer;
    private readonly int _places;

    internal FlowStack(Accelerator accelerator, int widthPx, int heightPx, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (WidthPx, HeightPx, Count) = (widthPx, heightPx, count);
        _places = checked(widthPx * heightPx * count);
        _buffer = accelerator.Allocate1D<float>(checked(2 * _places));
    }

    /// <summary>Flows.</summary>
    public int Count { get; }

    /// <summary>Pixels in a row.</summary>
    public int WidthPx { get; }

    /// <summary>Rows of a flow.</summary>
    public int HeightPx { get; }

    /// <summary>All motion to the right, then all motion down.</summary>
    internal ArrayView<float> Floats => _buffer.View.BaseView;

    /// <summary>Both directions.</summary>
    internal MotionView View => new() { X = Floats.SubView(0, _places), Y = Floats.SubView(_places, _places) };

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
