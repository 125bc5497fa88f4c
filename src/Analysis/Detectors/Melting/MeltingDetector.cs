namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds things that lose their structure while one looks: followed along its motion, a part of the picture has less and less detail
/// although it is neither covered nor leaves, and the rest of the picture keeps its own. What sags meanwhile needs to lose less.
/// </summary>
/// <remarks>Abstains where nothing has detail to lose, and when the video is too short.</remarks>
public sealed class MeltingDetector : DeformationDetector
{
    /// <summary>Lost detail of full severity all over an area, beyond what is explained: a logarithm, so less than half of the squared gradients is left.</summary>
    private const double WorstLoss = 0.8;

    /// <summary>What melts fades into what does not.</summary>
    private const float BoxShare = 0.15f;

    /// <summary>Makes a detector for one video.</summary>
    public MeltingDetector()
        : this(new CellMeasures())
    {
    }

    /// <summary>Makes a detector that shares what it measures in each cell with others.</summary>
    internal MeltingDetector(CellMeasures cells)
        : base(cells, new DeformationTrace("melting", BoxShare, WorstLoss))
    {
    }

    /// <inheritdoc/>
    public override string Id => "melting";

    private protected override string NothingToMeasure => "nothing in the picture has detail that could be lost";

    private protected override ICellField CreateField(CellGrid grid) => new MeltField(grid);
}
