namespace FunctionsPipeline.Analysis;

/// <summary>Which of the devices with a free place gets the next job.</summary>
public enum DeviceStrategy
{
    /// <summary>The one with the smallest share of its places taken; the earlier one where shares are equal.</summary>
    LoadBalanced,

    /// <summary>Each in turn.</summary>
    RoundRobin,

    /// <summary>Any, drawn from a seed.</summary>
    Random,

    /// <summary>The one with the most memory left, among those whose memory the job fits into.</summary>
    MemoryAware,
}

/// <summary>The strategies by the names that people type.</summary>
public static class DeviceStrategies
{
    private static readonly IReadOnlyDictionary<string, DeviceStrategy> ByName = new Dictionary<string, DeviceStrategy>(StringComparer.Ordinal)
    {
        ["load-balanced"] = DeviceStrategy.LoadBalanced,
        ["round-robin"] = DeviceStrategy.RoundRobin,
        ["random"] = DeviceStrategy.Random,
        ["memory-aware"] = DeviceStrategy.MemoryAware,
    };

    /// <summary>All names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The strategy of a name; null when there is none.</summary>
    public static DeviceStrategy? Find(string name) => ByName.TryGetValue(name, out var strategy) ? strategy : null;

    /// <summary>The name of a strategy.</summary>
    public static string NameOf(DeviceStrategy strategy) => ByName.First(pair => pair.Value == strategy).Key;
}
