namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds texture that spreads to where it does not belong: a place of the scene takes on another look for good although nothing moved there,
/// or shows what was nowhere near before.
/// </summary>
/// <remarks>
/// Texture that comes over a thing is seen while the thing stands or goes slowly, no further than the picture's short side in two and a half
/// seconds; what goes faster comes from out of the search's reach. Texture that runs out around a thing is seen while that stands: beside one
/// that moves it could have come out from behind the scene. A trail is not seen: what a moving thing leaves behind cannot be told from a
/// thing that came to rest.
/// Abstains when the camera's motion is never known or the scene never stands still for half a second, and when the video is too short.
/// </remarks>
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

    private protected override string NothingToMeasure => "the camera moves in a way that cannot be followed";

    private protected override ICellField CreateField(CellGrid grid) => new BleedField(grid);
}
