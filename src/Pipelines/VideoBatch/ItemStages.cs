using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Stages of an item, as <c>failedStage</c> names them.</summary>
public static class ItemStages
{
    /// <summary>Not started, or in its first delay.</summary>
    public const string Wait = "wait";

    /// <summary>Buying the clip and waiting for it.</summary>
    public const string Generate = "generate";

    /// <summary>Fetching the clip.</summary>
    public const string Download = "download";

    /// <summary>Decoding and measuring.</summary>
    public const string Analyze = "analyze";
}

/// <summary>Leaves the recipe for its last step.</summary>
internal sealed class ItemStoppedException(ItemStatus status, ItemError error, string? stopReason = null) : Exception(error.Message)
{
    public ItemStatus Status { get; } = status;

    public ItemError Error { get; } = error;

    public string? StopReason { get; } = stopReason;
}
