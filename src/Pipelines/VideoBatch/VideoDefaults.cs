using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>What is asked for when the spec leaves it open: each provider's own default where it documents one.</summary>
internal static class VideoDefaults
{
    private static readonly Dictionary<string, (string Model, int Seconds, string Resolution)> ByProvider = new(StringComparer.Ordinal)
    {
        ["xai"] = ("grok-imagine-video", 8, "480p"),
        ["fal"] = ("fal-ai/veo3.1", 8, "720p"),
    };

    /// <summary>The request of every item, but for its prompt.</summary>
    public static VideoRequest Fill(VideoBatchSpec spec, IVideoGenerator generator)
    {
        var (model, seconds, resolution) = ByProvider[spec.Provider];
        model = spec.Model ?? model;
        var known = generator.Models.FirstOrDefault(candidate => candidate.Name == model);
        return new VideoRequest(
            model,
            "(checked with each prompt)",
            spec.DurationSeconds ?? seconds,
            spec.AspectRatio ?? (known is { AspectRatios.Count: 0 } ? null : "16:9"),
            spec.Resolution ?? (known is { Resolutions.Count: 0 } ? null : known?.DefaultResolution ?? resolution));
    }
}
