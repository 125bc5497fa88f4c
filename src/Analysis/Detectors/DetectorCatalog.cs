namespace FunctionsPipeline.Analysis;

/// <summary>Every detector there is. A new one is a class and a line here.</summary>
public static class DetectorCatalog
{
    /// <summary>What <see cref="CreateAll(IReadOnlyCollection{string})"/> understands: what is loose in the picture falls freely.</summary>
    public const string Ballistic = "ballistic";

    /// <summary>New detectors for one video of which nothing is known.</summary>
    public static IReadOnlyList<IDetector> CreateAll() => CreateAll([]);

    /// <summary>New detectors for one video.</summary>
    /// <param name="expects">What its prompt expects to see, for example <see cref="Ballistic"/>; what is not known is passed over.</param>
    public static IReadOnlyList<IDetector> CreateAll(IReadOnlyCollection<string> expects) =>
    [
        new FlickerDetector(), new FreezeDetector(), new DuplicateDetector(), new BlackDetector(), new SparkDetector(),
        new ChromaticAberrationDetector(), .. CreateDeformation(), .. CreatePhysics(expects.Contains(Ballistic)),
    ];

    /// <summary>The detectors of deformation look at the same cells, which are measured once.</summary>
    private static IEnumerable<IDetector> CreateDeformation()
    {
        var cells = new CellMeasures();
        return [new WarpingDetector(cells), new MeltingDetector(cells), new TextureBleedDetector(cells)];
    }

    /// <summary>The detectors that judge how bodies move share one tracker.</summary>
    private static IEnumerable<IDetector> CreatePhysics(bool isBallistic)
    {
        var tracker = new BodyTracker();
        return [new GravityInversionDetector(tracker, isBallistic), new ZeroGravityDetector(tracker, isBallistic), new MomentumViolationDetector(tracker, isBallistic)];
    }
}
