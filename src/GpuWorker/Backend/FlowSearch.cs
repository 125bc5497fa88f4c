using FunctionsPipeline.Analysis;
using FunctionsPipeline.GpuWorker.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <summary>
/// The flow search of <see cref="InverseSearchFlow"/> with its default settings, for many pairs of pictures at a time: patches of a level
/// depend on the coarser level and on the round before only, so a launch moves all patches of all pairs. All buffers are made once.
/// </summary>
internal sealed class FlowSearch : IDisposable
{
    private const int PrecisionFields = 5;

    private readonly GpuKernels _kernels;
    private readonly FlowLevelShape[] _levels;
    private readonly int _pairs;
    private readonly PatchGridShape[] _grids;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _precision;
    private readonly FlowStack _motion;
    private readonly FlowStack _next;

    // A level's flow is made while the coarser one's is still read.
    private readonly FlowStack?[] _flows;

    public FlowSearch(Accelerator accelerator, GpuKernels kernels, FlowLevelShape[] levels, int pairs)
    {
        _kernels = kernels;
        (_levels, _pairs) = (levels, pairs);
        _grids = [.. levels.Select((level, number) => new PatchGridShape(level.WidthPx, level.HeightPx, StrideOf(number)))];
        var patches = _grids.Max(grid => grid.Patches);
        _motion = new FlowStack(accelerator, patches, 1, pairs);
        _next = new FlowStack(accelerator, patches, 1, pairs);
        _precision = accelerator.Allocate1D<float>(checked(PrecisionFields * patches * pairs));
        _flows = [.. levels.Select((level, number) => number == 0 ? null : new FlowStack(accelerator, level.WidthPx, level.HeightPx, pairs))];
    }

    /// <summary>Whether its buffers are those for so many pairs of pictures of this size.</summary>
    public bool Fits(PyramidStack pictures, int pairs) =>
        pairs == _pairs && _levels[0].WidthPx == pictures.WidthPx && _levels[0].HeightPx == pictures.HeightPx;

    /// <summary>Begins the search from pictures of one stack to those of another.</summary>
    public void Begin(AcceleratorStream stream, PyramidStack from, int firstFrom, PyramidStack to, int firstTo, FlowStack result)
    {
        for (var level = _levels.Length - 1; level >= 0; level--)
        {
            var (shape, grid) = (_levels[level], _grids[level]);
            var patches = grid.Patches * _pairs;
            var (motion, next, precision) = (_motion.View, _next.View, Precision());
            var (one, other) = (from.Level(level, firstFrom), to.Level(level, firstTo));
            if (level == _levels.Length - 1) _motion.Floats.MemSetToZero(stream);
            else _kernels.Start(stream, patches, grid, _levels[level + 1].WidthPx, _levels[level + 1].HeightPx, _flows[level + 1]!.View, motion);
            for (var round = 0; round < Rounds(level); round++)
            {
                _kernels.Step(stream, patches, one, other, shape, grid, motion, next, precision);
                (motion, next) = (next, motion);
                for (var sweep = 0; sweep < InverseSearchFlow.Sweeps; sweep++)
                {
                    _kernels.Sweep(stream, patches, grid, motion, next, precision);
                    (motion, next) = (next, motion);
                }
            }

            var flow = level == 0 ? result.View : _flows[level]!.View;
            _kernels.Blend(stream, shape.WidthPx * shape.HeightPx * _pairs, one, other, shape, grid, motion, flow);
        }
    }

    public void Dispose()
    {
        _precision.Dispose();
        _motion.Dispose();
        _next.Dispose();
        foreach (var flow in _flows) flow?.Dispose();
    }

    private static int Rounds(int level) => level switch
    {
        0 => FlowSettings.Default.FinestRounds,
        1 => FlowSettings.Default.SecondRounds,
        _ => FlowSettings.Default.CoarseRounds,
    };

    private static int StrideOf(int level) => level == 0 ? FlowSettings.Default.FinestStridePx : FlowSettings.Default.CoarseStridePx;

    private PatchPrecisionView Precision()
    {
        var length = _precision.Length / PrecisionFields;
        ArrayView<float> Field(int number) => _precision.View.BaseView.SubView(number * length, length);
        return new PatchPrecisionView { XX = Field(0), XY = Field(1), YY = Field(2), PullX = Field(3), PullY = Field(4) };
    }
}
