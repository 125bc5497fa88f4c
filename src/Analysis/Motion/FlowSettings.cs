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

    /// <summary>
    /// Pixels from one patch to the next at the finest level, 1 to 8: every pixel is covered by about (8 / stride) squared patches. Wider
    /// than at the coarser levels, because three patches in four lie here and correct the flow by a fraction of a pixel only.
    /// </summary>
    public int FinestStridePx { get; init; } = 6;

    /// <summary>Pixels from one patch to the next at the coarser levels, 1 to 8: narrow enough for the outlines of moving things.</summary>
    public int CoarseStridePx { get; init; } = 4;

    /// <summary>Times that patches take a step and then agree with their neighbours, at the finest level.</summary>
    public int FinestRounds { get; init; } = 1;

    /// <summary>The same for the level above it, where most of the time goes.</summary>
    public int SecondRounds { get; init; } = 2;

    /// <summary>The same for the coarser levels, where patches still travel: with two, small fast things are lost.</summary>
    public int CoarseRounds { get; init; } = 4;

    /// <summary>Threads that share the rows of patches, at least 1. The flow is the same with any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Refuses what cannot be computed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(FinestLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FinestLevel, FlowPyramid.LevelsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(FinestStridePx, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FinestStridePx, PatchSearch.SidePx);
        ArgumentOutOfRangeException.ThrowIfLessThan(CoarseStridePx, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CoarseStridePx, PatchSearch.SidePx);
        ArgumentOutOfRangeException.ThrowIfLessThan(FinestRounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SecondRounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CoarseRounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
    }
}
