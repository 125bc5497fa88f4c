using System.Globalization;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>Instance ids: readable, sortable, free of the characters that either host forbids.</summary>
public static class BatchInstanceIds
{
    /// <summary>What every instance of a run starts with.</summary>
    public static string Prefix(string runId) => runId + ":";

    /// <summary>The run's own instance in a round.</summary>
    public static string Run(string runId, int round) => string.Create(CultureInfo.InvariantCulture, $"{runId}:{round}");

    /// <summary>A chunk of a round.</summary>
    public static string Chunk(string runId, int round, int chunk) =>
        string.Create(CultureInfo.InvariantCulture, $"{runId}:{round}:{chunk:00000}");

    /// <summary>An item of a chunk.</summary>
    public static string Item(string runId, int round, int chunk, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{runId}:{round}:{chunk:00000}:{index:0000000}");
}
