using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.ComfyUi;

/// <summary>What a workflow makes. Kept with the call, so that its files can be painted when they are asked for.</summary>
/// <param name="Prompt">What the pictures show.</param>
/// <param name="WidthPx">Width, px.</param>
/// <param name="HeightPx">Height, px.</param>
/// <param name="Count">How many.</param>
/// <param name="Seed">The same seed and prompt give the same pictures.</param>
/// <param name="OutputNode">The node that saves them.</param>
/// <param name="Folder"><c>output</c>, or <c>temp</c> for previews.</param>
/// <param name="Prefix">How their names begin.</param>
/// <param name="IsCached">True when an equal workflow has run before: then it ends at once and lists no files.</param>
internal sealed record ComfyUiJob(
    string Prompt, int WidthPx, int HeightPx, int Count, ulong Seed, string OutputNode, string Folder, string Prefix, bool IsCached)
{
    /// <summary>Pixels that the memory holds at once; more are only found too many when the work has begun, as on a real card.</summary>
    private const long PixelsMax = 4L * 2048 * 2048;

    /// <summary>True when the work will break off for lack of memory.</summary>
    [JsonIgnore]
    public bool IsTooLarge => (long)WidthPx * HeightPx * Count > PixelsMax;
}

/// <summary>The form in which a job is kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ComfyUiJob))]
internal sealed partial class ComfyUiJson : JsonSerializerContext;
