using System.Text.Json;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>A checked order of a video.</summary>
internal sealed record XaiVideoRequest(string Model, string Prompt, int DurationSeconds, string AspectRatio, string Resolution, bool HasImage)
{
    private const int DurationDefault = 8, DurationMax = 15;

    /// <summary>Names of the models.</summary>
    public static IReadOnlyList<string> Models { get; } = ["grok-imagine-video", "grok-imagine-video-1.5"];

    private static readonly string[] AspectRatios = ["16:9", "1:1", "9:16", "4:3", "3:4", "3:2", "2:3"];
    private static readonly string[] Resolutions = ["480p", "720p", "1080p"];

    /// <summary>Fields that a client may count on and that are not imitated: refused rather than quietly ignored.</summary>
    private static readonly string[] NotImitated = ["output", "storage_options", "reference_audios"];

    /// <summary>Checks a body.</summary>
    public static XaiFieldProblem? TryRead(JsonElement body, out XaiVideoRequest? request)
    {
        request = null;
        if (!body.TryText("model", out var model)) return XaiFieldProblem.Missing("model", "a string");
        model ??= Models[0];
        if (!Models.Contains(model)) return XaiFieldProblem.UnknownModel(model);
        if (NotImitated.FirstOrDefault(name => body.Field(name) is not null) is { } name)
        {
            return XaiFieldProblem.OutOfRange(name, "left out: the simulator does not imitate it");
        }

        var hasImage = body.Field("image") is not null;
        if (hasImage && body.Field("reference_images") is not null) return XaiFieldProblem.OutOfRange("reference_images", "left out when image is given");
        if (!body.TryText("prompt", out var prompt) || (prompt is null && !hasImage)) return XaiFieldProblem.Missing("prompt", "a string");
        if (prompt is { Length: 0 } && !hasImage) return XaiFieldProblem.OutOfRange("prompt", "not empty");

        if (!body.TryWhole("duration", out var duration) || !body.TryWhole("seconds", out var seconds))
        {
            return XaiFieldProblem.Missing("duration", "a whole number");
        }

        var length = duration ?? seconds ?? DurationDefault;
        if (length is < 1 or > DurationMax) return XaiFieldProblem.OutOfRange("duration", $"from 1 to {DurationMax} seconds");
        if (!body.TryText("aspect_ratio", out var aspectRatio)) return XaiFieldProblem.Missing("aspect_ratio", "a string");
        if (!body.TryText("resolution", out var resolution)) return XaiFieldProblem.Missing("resolution", "a string");
        aspectRatio ??= AspectRatios[0];
        resolution ??= Resolutions[0];
        if (!AspectRatios.Contains(aspectRatio)) return XaiFieldProblem.OutOfRange("aspect_ratio", $"one of {string.Join(", ", AspectRatios)}");
        if (!Resolutions.Contains(resolution)) return XaiFieldProblem.OutOfRange("resolution", $"one of {string.Join(", ", Resolutions)}");
        if (resolution == "1080p" && (model == Models[0] || !hasImage))
        {
            return XaiFieldProblem.OutOfRange("resolution", "480p or 720p; 1080p is made by grok-imagine-video-1.5 from an image only");
        }

        request = new XaiVideoRequest(model, prompt ?? "", length, aspectRatio, resolution, hasImage);
        return null;
    }
}
