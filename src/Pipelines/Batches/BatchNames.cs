using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>The names under which the parts of a batch pipeline run. Histories hold them: a name is for ever.</summary>
/// <param name="prefix">The pipeline's name as an orchestrator, for example <c>VideoBatch</c>.</param>
public sealed class BatchNames<TSettings>(string prefix)
    where TSettings : BatchSettings
{
    /// <summary>The run.</summary>
    public OrchestratorReference<RunInput<TSettings>, RunOutcome> Run { get; } = new(prefix);

    /// <summary>A chunk of the run.</summary>
    public OrchestratorReference<ChunkInput<TSettings>, ChunkOutcome> Chunk { get; } = new(prefix + "Chunk");

    /// <summary>An item of a chunk.</summary>
    public OrchestratorReference<ItemInput<TSettings>, ItemOutcome> Item { get; } = new(prefix + "Item");

    /// <summary>Marks the run as running.</summary>
    public ActivityReference<RunInput<TSettings>, Nothing> BeginRound { get; } = new(prefix + ".BeginRound");

    /// <summary>Marks the run as cancelled: no item submits any more.</summary>
    public ActivityReference<string, Nothing> MarkCancelled { get; } = new(prefix + ".MarkCancelled");

    /// <summary>Gives every item an end and writes the run folder.</summary>
    public ActivityReference<RunEnding<TSettings>, RunOutcome> FinishRound { get; } = new(prefix + ".FinishRound");

    /// <summary>Reads the items of a chunk.</summary>
    public ActivityReference<ChunkInput<TSettings>, ChunkItems> LoadChunk { get; } = new(prefix + ".LoadChunk");
}

/// <summary>Events that the instances of a batch listen to.</summary>
public static class BatchEvents
{
    /// <summary>Cancels a run.</summary>
    public const string Cancel = "cancel";
}
