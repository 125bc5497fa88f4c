namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>The limits of every batch, each with its reason.</summary>
public static class BatchLimits
{
    /// <summary>Items of a chunk. Without extended sessions Azure replays a whole history at each event, so histories stay in the hundreds.</summary>
    public const int ChunkItemsMax = 100;

    /// <summary>Chunks a run starts before it continues as new: its history stays below about 500 events at any size.</summary>
    public const int ChunksPerExecutionMax = 200;

    /// <summary>How often one submit may be told to wait for its time slot before the item gives up: a bound, not a wish.</summary>
    public const int SlotWaitsMax = 1000;

    /// <summary>First wait before an accepted call is asked for.</summary>
    public static readonly TimeSpan FirstPollDelay = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two polls: a 300 s generation is asked for about 25 times, which bounds the item's history.</summary>
    public static readonly TimeSpan PollDelayMax = TimeSpan.FromSeconds(15);

    /// <summary>Growth of the wait between polls.</summary>
    public const double PollGrowth = 1.6;
}
