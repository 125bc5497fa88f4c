using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>The JSON schema of a video batch's specification, made from the fields that its reader goes by.</summary>
public static class VideoBatchSchema
{
    /// <summary>The text of <c>docs/schemas/video-batch.schema.json</c>.</summary>
    public static string Text() =>
        InputSchema.Document("FunctionsPipeline video batch", VideoBatchFields.All, VideoBatchFields.Pipeline, VideoBatchFields.Prompts);
}
