using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <content>
/// Many planes a launch: one pair of planes is too little work to fill a device. The single primitives are these with one plane.
/// </content>
public sealed partial class IlgpuBackend
{
    private FlowSearch? _search;

    /// <summary>Makes planes on the device; their content is zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number is below 1.</exception>
    /// <exception cref="OverflowException">They have more than 2^31 bytes.</exception>
    public PlaneStack CreatePlanes(int widthPx, int heightPx, int count)
    {
        Bind();
        return new PlaneStack(_accelerator, _stream, widthPx, heightPx, count);
    }

    /// <summary>Makes planes in page-locked memory of this machine; their content is zero.</summary>
    /// <inheritdoc cref="CreatePlanes"/>
    public HostPlanes CreateHostPlanes(int widthPx, int heightPx, int count)
    {
        Bind();
        return new HostPlanes(_accelerator, widthPx, heightPx, count);
    }

    /// <summary>Makes room for prepared pictures; their content is undefined.</summary>
    /// <inheritdoc cref="CreatePlanes"/>
    public PyramidStack CreatePyramids(int widthPx, int heightPx, int count)
    {
        Bind();
        return new PyramidStack(_accelerator, widthPx, heightPx, count);
    }

    /// <summary>Makes flows on the device; their content is undefined.</summary>
    /// <inheritdoc cref="CreatePlanes"/>
    public FlowStack CreateFlows(int widthPx, int heightPx, int count)
    {
        Bind();
        return new FlowStack(_accelerator, widthPx, heightPx, count);
    }

    /// <summary>Begins the copy of planes to the device; they must stay as they are until something of them was read back.</summary>
    /// <exception cref="ArgumentException">Sizes or numbers differ.</exception>
    public void Upload(HostPlanes source, PlaneStack target)
    {
        Bind();
        source.CopyTo(target, _stream);
    }

    /// <summary>Waits until the device has done what was begun.</summary>
    public void Wait()
    {
        Bind();
        _stream.Synchronize();
    }

    /// <summary>Compares each plane with the one of the same number.</summary>
    /// <exception cref="ArgumentException">Sizes or numbers differ.</exception>
    public PlaneComparison[] Compare(PlaneStack one, PlaneStack other)
    {
        RequireSame(one, other);
        Bind();
        var sums = Sums(ComparisonLaunch.SumsOf(one, _kernels));
        ComparisonLaunch.Begin(_kernels, _stream, one, other, sums);
        return ComparisonLaunch.Take(Fetch(sums), one, _kernels);
    }

    /// <summary>Compares batches from page-locked memory: the next batch is copied while the device looks at one.</summary>
    /// <param name="widthPx">Pixels in a row.</param>
    /// <param name="heightPx">Rows.</param>
    /// <param name="pairs">Pairs of a batch.</param>
    public ComparisonStream CreateComparisonStream(int widthPx, int heightPx, int pairs)
    {
        Bind();
        return new ComparisonStream(_accelerator, _kernels, widthPx, heightPx, pairs);
    }

    /// <summary>Halves planes; see <see cref="Halve(DevicePlane, DevicePlane)"/>.</summary>
    /// <exception cref="ArgumentException">Sizes or numbers do not go together.</exception>
    public void Halve(PlaneStack source, PlaneStack target)
    {
        RequireSize(target.WidthPx, target.HeightPx, PlaneScaling.HalfOf(source.WidthPx), PlaneScaling.HalfOf(source.HeightPx));
        if (source.Count != target.Count) throw new ArgumentException($"{source.Count} planes do not go into {target.Count}.");
        Bind();
        _kernels.Halve(_stream, target.WidthPx * target.HeightPx * target.Count, source.Bytes, source.Shape, target.Bytes, target.Shape);
    }

    /// <summary>Prepares pictures for <see cref="Flow(PyramidStack, int, PyramidStack, int, FlowStack)"/>.</summary>
    /// <exception cref="ArgumentException">Sizes or numbers differ.</exception>
    public void BuildPyramids(PlaneStack source, PyramidStack target)
    {
        RequireSize(source.WidthPx, source.HeightPx, target.WidthPx, target.HeightPx);
        if (source.Count != target.Count) throw new ArgumentException($"{source.Count} planes do not go into {target.Count} pyramids.");
        Bind();
        var shapes = target.Shapes;
        _kernels.LoadLevel(_stream, shapes[0].PictureStride * target.Count, source.Bytes, source.Shape, target.Level(0, 0), shapes[0]);
        for (var level = 1; level < shapes.Length; level++)
        {
            var floats = shapes[level].PictureStride * target.Count;
            _kernels.HalveLevel(_stream, floats, target.Level(level - 1, 0), shapes[level - 1], target.Level(level, 0), shapes[level]);
        }
    }

    /// <summary>As many flows as the target has: from pictures of one stack, one after the other, to those of another or the same one.</summary>
    /// <param name="from">Where they begin.</param>
    /// <param name="firstFrom">Number of the first picture there.</param>
    /// <param name="to">Where they lead.</param>
    /// <param name="firstTo">Number of the first picture there.</param>
    /// <param name="target">Gets the flows.</param>
    /// <exception cref="ArgumentException">Sizes differ, or there are too few pictures.</exception>
    public void Flow(PyramidStack from, int firstFrom, PyramidStack to, int firstTo, FlowStack target)
    {
        RequireSize(from.WidthPx, from.HeightPx, to.WidthPx, to.HeightPx);
        RequireSize(from.WidthPx, from.HeightPx, target.WidthPx, target.HeightPx);
        if (firstFrom + target.Count > from.Count || firstTo + target.Count > to.Count)
        {
            throw new ArgumentException($"There are too few pictures for {target.Count} flows.");
        }

        Bind();
        if (_search?.Fits(from, target.Count) != true)
        {
            _search?.Dispose();
            _search = new FlowSearch(_accelerator, _kernels, from.Shapes, target.Count);
        }

        _search.Begin(_stream, from, firstFrom, to, firstTo, target);
    }
}

/// <summary>One launch of <see cref="ComparisonKernel"/>, and what its groups' sums mean.</summary>
internal static class ComparisonLaunch
{
    /// <summary>Numbers that a launch writes.</summary>
    public static int SumsOf(PlaneStack planes, GpuKernels kernels) => GroupsOf(planes, kernels) * planes.Count * ComparisonKernel.Sums;

    public static void Begin(GpuKernels kernels, AcceleratorStream stream, PlaneStack one, PlaneStack other, ArrayView<long> sums)
    {
        var groups = new Index2D(GroupsOf(one, kernels), one.Count);
        kernels.Compare(stream, new KernelConfig(groups, new Index2D(kernels.GroupThreads, 1)), one.Quads, other.Quads, one.Shape, sums);
    }

    public static PlaneComparison[] Take(ReadOnlySpan<long> sums, PlaneStack planes, GpuKernels kernels)
    {
        var groups = GroupsOf(planes, kernels);
        var (columns, rows) = (planes.WidthPx / WindowReduce.BlockPx, planes.HeightPx / WindowReduce.BlockPx);
        var windows = (long)Math.Max(0, columns - 1) * Math.Max(0, rows - 1);
        var comparisons = new PlaneComparison[planes.Count];
        for (var pair = 0; pair < comparisons.Length; pair++)
        {
            var (squared, absolute, similarity) = (0L, 0L, 0L);
            for (var group = 0; group < groups; group++)
            {
                var part = sums.Slice((pair * groups + group) * ComparisonKernel.Sums, ComparisonKernel.Sums);
                (squared, absolute, similarity) = (squared + part[0], absolute + part[1], similarity + part[2]);
            }

            comparisons[pair] = new PlaneComparison(squared, absolute, similarity, windows, (long)planes.WidthPx * planes.HeightPx);
        }

        return comparisons;
    }

    private static int GroupsOf(PlaneStack planes, GpuKernels kernels) =>
        (ComparisonKernel.Tasks(planes.Shape) + kernels.GroupThreads - 1) / kernels.GroupThreads;
}
