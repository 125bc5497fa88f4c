namespace FunctionsPipeline.Analysis;

/// <summary>How much work goes into a dense flow. The values are checked when a backend makes buffers from them.</summary>
public sealed record FlowSettings
{
    /// <summary>For motion at the working size: one thread, every level.</summary>
    public static FlowSettings Default { get; } = new();

    /// <summary>
    /// The finest level that is searched; level n is the picture halved n times. The flow of finer levels is interpolated. 0 to
    /// <see cref="FlowPyramid.LevelsMax"/>; a level the picture does not have means its coarsest.
    /// </summary>
    public int FinestLevel { get; init; }

    /// <summary>Pixels from one patch to the next, 1 to 8: every pixel is covered by about (8 / stride) squared patches.</summary>
    public int PatchStridePx { get; init; } = 4;

    /// <summary>Gauss-Newton steps of a patch at most at the finest level, where the coarser levels have done nearly everything.</summary>
    public int FinestSteps { get; init; } = 4;

    /// <summary>Gauss-Newton steps of a patch at most at the coarser levels, where patches travel and which have few of them.</summary>
    public int CoarseSteps { get; init; } = 8;

    /// <summary>Threads that share the rows of patches, at least 1. The flow is the same with any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Refuses what cannot be computed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(FinestLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FinestLevel, FlowPyramid.LevelsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(PatchStridePx, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PatchStridePx, PatchSearch.SidePx);
        ArgumentOutOfRangeException.ThrowIfLessThan(FinestSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CoarseSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
    }
}
