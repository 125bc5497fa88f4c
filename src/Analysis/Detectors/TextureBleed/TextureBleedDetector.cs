namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds texture that spreads to where it does not belong: a place takes on another colour and keeps it although nothing moved there.
/// </summary>
/// <remarks>Abstains when the video is too short.</remarks>
public sealed class TextureBleedDetector : DeformationDetector
{
    /// <summary>Change of full severity, levels.</summary>
    private const double WorstChange = 60;

    private const float BoxShare = 0.35f;

    /// <summary>Makes a detector for one video.</summary>
    public TextureBleedDetector()
        : this(new CellMeasures())
    {
    }

    /// <summary>Makes a detector that shares what it measures in each cell with others.</summary>
    internal TextureBleedDetector(CellMeasures cells)
        : base(cells, new DeformationTrace("texture-bleed", BoxShare, WorstChange))
    {
    }

    /// <inheritdoc/>
    public override string Id => "texture-bleed";

    private protected override string NothingToMeasure => "no place in the picture can be followed";

    private protected override ICellField CreateField(CellGrid grid) => new PlaceChange(grid);
}
