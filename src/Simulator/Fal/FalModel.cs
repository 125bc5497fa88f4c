namespace FunctionsPipeline.Simulator.Fal;

/// <summary>A video model behind the queue, and what it takes.</summary>
/// <param name="Endpoint">Its whole name, for example <c>fal-ai/veo3.1</c>.</param>
/// <param name="Durations">Lengths as the model writes them and in seconds, the default first.</param>
/// <param name="AspectRatios">Shapes, the default first; empty when it takes none.</param>
/// <param name="Resolutions">Resolutions, the default first; empty when it takes none.</param>
/// <param name="NeedsImage">Whether it starts from an image.</param>
internal sealed record FalModel(
    string Endpoint,
    IReadOnlyList<(string Text, int Seconds)> Durations,
    IReadOnlyList<string> AspectRatios,
    IReadOnlyList<string> Resolutions,
    bool NeedsImage)
{
    private static readonly (string, int)[] KlingDurations = [("5", 5), ("10", 10)];

    /// <summary>Every model by its name.</summary>
    public static IReadOnlyDictionary<string, FalModel> All { get; } = new FalModel[]
    {
        new("fal-ai/veo3.1", [("8s", 8), ("6s", 6), ("4s", 4)], ["16:9", "9:16"], ["720p", "1080p", "4k"], NeedsImage: false),
        new("fal-ai/kling-video/v2.1/master/text-to-video", KlingDurations, ["16:9", "9:16", "1:1"], [], NeedsImage: false),
        new("fal-ai/kling-video/v2.1/master/image-to-video", KlingDurations, [], [], NeedsImage: true),
        new("fal-ai/kling-video/v2.1/pro/image-to-video", KlingDurations, [], [], NeedsImage: true),
        new("fal-ai/kling-video/v2.1/standard/image-to-video", KlingDurations, [], [], NeedsImage: true),
    }.ToDictionary(model => model.Endpoint, StringComparer.Ordinal);
}
