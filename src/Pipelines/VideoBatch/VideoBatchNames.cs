using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>The names under which the pipeline's orchestrators and activities run. Histories hold them: a name is for ever.</summary>
public static class VideoBatchNames
{
    /// <summary>Id of the pipeline in specs and commands.</summary>
    public const string Pipeline = "video-batch";

    /// <summary>Event a worker raises on an item's instance.</summary>
    public const string AnalysisDoneEvent = "analysis-done";

    /// <summary>Event that cancels a run.</summary>
    public const string CancelEvent = "cancel";

    /// <summary>The run.</summary>
    public static readonly OrchestratorReference<RunInput, RunOutcome> Run = new("VideoBatch");

    /// <summary>A chunk of the run.</summary>
    public static readonly OrchestratorReference<ChunkInput, ChunkOutcome> Chunk = new("VideoBatchChunk");

    /// <summary>An item of a chunk.</summary>
    public static readonly OrchestratorReference<ItemInput, ItemOutcome> Item = new("VideoBatchItem");

    /// <summary>Marks the run as running.</summary>
    public static readonly ActivityReference<RunInput, Nothing> BeginRound = new("VideoBatch.BeginRound");

    /// <summary>Marks the run as cancelled: no item submits any more.</summary>
    public static readonly ActivityReference<string, Nothing> MarkCancelled = new("VideoBatch.MarkCancelled");

    /// <summary>Gives every item an end and writes the run folder.</summary>
    public static readonly ActivityReference<RunEnding, RunOutcome> FinishRound = new("VideoBatch.FinishRound");

    /// <summary>Reads the items of a chunk.</summary>
    public static readonly ActivityReference<ChunkInput, ChunkItems> LoadChunk = new("VideoBatch.LoadChunk");

    /// <summary>Sends the paid call through the door, when its time slot has come.</summary>
    public static readonly ActivityReference<SubmitInput, SubmitAnswer> SubmitGeneration = new("VideoBatch.SubmitGeneration");

    /// <summary>Asks the provider and settles the ledger when it is over.</summary>
    public static readonly ActivityReference<GenerationInput, GenerationAnswer> CheckGeneration = new("VideoBatch.CheckGeneration");

    /// <summary>Records that the end of an accepted call was never seen.</summary>
    public static readonly ActivityReference<GenerationInput, GenerationAnswer> GiveUpGeneration = new("VideoBatch.GiveUpGeneration");

    /// <summary>Brings the clip into the run's folder.</summary>
    public static readonly ActivityReference<GenerationInput, ClipFile> DownloadClip = new("VideoBatch.DownloadClip");

    /// <summary>Puts the frame job.</summary>
    public static readonly ActivityReference<ItemInput, Nothing> PutFrameJob = new("VideoBatch.PutFrameJob");

    /// <summary>Looks for the frame result; puts the job again, under the same id, when neither is there.</summary>
    public static readonly ActivityReference<ItemInput, FrameResultAnswer> CheckFrameResult = new("VideoBatch.CheckFrameResult");

    /// <summary>Scores the item and writes its end.</summary>
    public static readonly ActivityReference<ItemEnding, ItemOutcome> CompleteItem = new("VideoBatch.CompleteItem");
}
