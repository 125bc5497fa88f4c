using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PaidCalls;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>The names under which the pipeline's orchestrators and activities run. Histories hold them: a name is for ever.</summary>
public static class VideoBatchNames
{
    /// <summary>Id of the pipeline in specs and commands.</summary>
    public const string Pipeline = "video-batch";

    /// <summary>Event a worker raises on an item's instance.</summary>
    public const string AnalysisDoneEvent = "analysis-done";

    /// <summary>The run, its chunks and items, and what they share with every batch.</summary>
    public static readonly BatchNames<VideoBatchSettings> Batch = new("VideoBatch");

    /// <summary>Sends the paid call through the door, when its time slot has come.</summary>
    public static readonly ActivityReference<SubmitInput, SubmitAnswer> SubmitGeneration = new("VideoBatch.SubmitGeneration");

    /// <summary>Asks the provider and settles the ledger when it is over.</summary>
    public static readonly ActivityReference<GenerationInput, GenerationAnswer> CheckGeneration = new("VideoBatch.CheckGeneration");

    /// <summary>Records that the end of an accepted call was never seen.</summary>
    public static readonly ActivityReference<GenerationInput, GenerationAnswer> GiveUpGeneration = new("VideoBatch.GiveUpGeneration");

    /// <summary>Brings the clip into the run's folder.</summary>
    public static readonly ActivityReference<GenerationInput, ClipFile> DownloadClip = new("VideoBatch.DownloadClip");

    /// <summary>Puts the frame job.</summary>
    public static readonly ActivityReference<ItemInput<VideoBatchSettings>, Nothing> PutFrameJob = new("VideoBatch.PutFrameJob");

    /// <summary>Looks for the frame result; puts the job again, under the same id, when neither is there.</summary>
    public static readonly ActivityReference<ItemInput<VideoBatchSettings>, FrameResultAnswer> CheckFrameResult = new("VideoBatch.CheckFrameResult");

    /// <summary>Scores the item and writes its end.</summary>
    public static readonly ActivityReference<ItemEnding, ItemOutcome> CompleteItem = new("VideoBatch.CompleteItem");
}
