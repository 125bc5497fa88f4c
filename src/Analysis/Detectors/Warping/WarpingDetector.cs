namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds places where the picture wobbles as if seen through moving glass: the motion left after the camera's stretches and shrinks the
/// same place in turn, and does so smoothly.
/// </summary>
/// <remarks>
/// The measure is strain that is undone: within about half a second, how far a place is stretched and shrunk back, as a share of its size.
/// Things that move, turn or come nearer keep their shape or change it one way; at their borders the motion jumps, which is not smooth.
/// Strain counts as far as the pixels of a fifth of a second bear it out, because measured motion may be wrong: in leaves, in glitter.
/// Abstains where nothing has texture, and when the video is too short.
/// </remarks>
public sealed class WarpingDetector : DeformationDetector
{
    /// <summary>Undone strain of full severity: all over an area, places are stretched and shrunk by a quarter within half a second.</summary>
    private const double WorstStrain = 0.5;

    /// <summary>Share of the strongest cell that still belongs to the wobble; it fades out towards its border.</summary>
    private const float BoxShare = 0.3f;

    /// <summary>Makes a detector for one video.</summary>
    public WarpingDetector()
        : this(new CellMeasures())
    {
    }

    /// <summary>Makes a detector that shares what it measures in each cell with others.</summary>
    internal WarpingDetector(CellMeasures cells)
        : base(cells, new DeformationTrace("warping", BoxShare, WorstStrain))
    {
    }

    /// <inheritdoc/>
    public override string Id => "warping";

    private protected override string NothingToMeasure => "nothing in the picture has enough texture to follow";

    private protected override ICellField CreateField(CellGrid grid) => new StrainField(grid);
}
