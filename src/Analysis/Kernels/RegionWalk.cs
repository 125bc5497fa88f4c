namespace FunctionsPipeline.Analysis;

/// <summary>So many steps of so many bytes in each of two planes.</summary>
internal readonly record struct PlaneSteps(int Steps, nint OneBytes, nint OtherBytes);

/// <summary>The order in which a region is walked: <see cref="Inner"/> steps from each of the <see cref="Outer"/> ones.</summary>
internal readonly record struct RegionWalk(PlaneSteps Outer, PlaneSteps Inner)
{
    /// <summary>A region with fewer steps in a row than this is walked column by column: short inner loops cost more than they do.</summary>
    private const int ColumnStepsMax = 8;

    /// <summary>Whole steps of a region; what is left of its columns is for a narrower step.</summary>
    public static RegionWalk Over(PinnedPlane one, PinnedPlane other, int columns, int rows, int stepPx)
    {
        var across = new PlaneSteps(columns / stepPx, stepPx, stepPx);
        var down = new PlaneSteps(rows, one.StrideBytes, other.StrideBytes);
        return across.Steps < ColumnStepsMax ? new RegionWalk(across, down) : new RegionWalk(down, across);
    }
}
