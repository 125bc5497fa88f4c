using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Stages of an item, as <c>failedStage</c> names them.</summary>
public static class ItemStages
{
    /// <summary>Not started, or in its first delay.</summary>
    public const string Wait = BatchItems.Wait;

    /// <summary>Buying the clip and waiting for it.</summary>
    public const string Generate = "generate";

    /// <summary>Fetching the clip.</summary>
    public const string Download = "download";

    /// <summary>Decoding and measuring.</summary>
    public const string Analyze = "analyze";
}
