namespace FunctionsPipeline.Analysis;

/// <summary>Something a body did that physics does not allow.</summary>
/// <param name="StartSeconds">From when.</param>
/// <param name="EndSeconds">Until when.</param>
/// <param name="PeakSeconds">When it is worst.</param>
/// <param name="Raw">How bad, in the detector's measure; above 0.</param>
/// <param name="Swept">Where the body was meanwhile.</param>
internal sealed record Violation(double StartSeconds, double EndSeconds, double PeakSeconds, double Raw, SweptArea Swept);
