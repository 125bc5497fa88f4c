namespace FunctionsPipeline.Analysis;

/// <summary>Every detector there is. A new one is a class and a line here.</summary>
public static class DetectorCatalog
{
    /// <summary>New detectors for one video.</summary>
    public static IReadOnlyList<IDetector> CreateAll() => [new FlickerDetector(), new FreezeDetector(), new BlackDetector()];
}
