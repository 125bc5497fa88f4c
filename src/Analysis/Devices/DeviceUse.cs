namespace FunctionsPipeline.Analysis;

/// <summary>How a device stands at one moment. Plain numbers, fit for JSON.</summary>
/// <param name="Id">Device.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Kind">What it is.</param>
/// <param name="JobsMax">Videos that it takes at once.</param>
/// <param name="Running">Names of the jobs on it now, in the order in which they came.</param>
/// <param name="JobsDone">Jobs that gave it back.</param>
/// <param name="MemoryTotalBytes">Its memory.</param>
/// <param name="MemoryUsedBytes">Memory in use, by whomever.</param>
/// <param name="MemoryReservedBytes">What the running jobs may take at most.</param>
public sealed record DeviceUse(
    string Id,
    string Name,
    AnalysisDeviceKind Kind,
    int JobsMax,
    IReadOnlyList<string> Running,
    long JobsDone,
    long MemoryTotalBytes,
    long MemoryUsedBytes,
    long MemoryReservedBytes)
{
    /// <summary>Share of its places that are taken, 0 to 1.</summary>
    public double Utilisation => (double)Running.Count / JobsMax;
}
