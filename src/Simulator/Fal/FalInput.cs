using System.Text.Json;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Fal;

/// <summary>A model's input as far as it could be read. The queue takes any object; the model finds fault later.</summary>
/// <param name="Prompt">The prompt; empty when there is none.</param>
/// <param name="DurationSeconds">Length, s.</param>
/// <param name="AspectRatio">Shape, or null.</param>
/// <param name="Resolution">Resolution, or null when the model has no choice.</param>
/// <param name="HasAudio">Whether sound is wanted.</param>
/// <param name="Problem">The first thing wrong with it, or null.</param>
internal sealed record FalInput(
    string Prompt, int DurationSeconds, string? AspectRatio, string? Resolution, bool HasAudio, InputProblem? Problem)
{
    /// <summary>Reads an input.</summary>
    public static FalInput Read(FalModel model, JsonElement body)
    {
        InputProblem?[] problems =
        [
            Text(body, "prompt", isNeeded: true, out var prompt),
            Text(body, "image_url", model.NeedsImage, out _),
            Choice(body, "duration", [.. model.Durations.Select(known => known.Text)], out var duration),
            Choice(body, "aspect_ratio", model.AspectRatios, out var aspectRatio),
            Choice(body, "resolution", model.Resolutions, out var resolution),
            Flag(body, "generate_audio", out var hasAudio),
        ];
        var seconds = model.Durations.First(known => known.Text == duration).Seconds;
        return new FalInput(prompt ?? "", seconds, aspectRatio, resolution, hasAudio, problems.FirstOrDefault(problem => problem is not null));
    }

    private static InputProblem? Text(JsonElement body, string name, bool isNeeded, out string? text)
    {
        if (!body.TryText(name, out text)) return new InputProblem(name, "Input should be a valid string", "string_type");
        return isNeeded && text is null ? new InputProblem(name, "Field required", "missing") : null;
    }

    // The first one allowed is the default, also in place of one that is not; a model without the choice does not look at the field.
    private static InputProblem? Choice(JsonElement body, string name, IReadOnlyList<string> allowed, out string? choice)
    {
        choice = allowed.Count == 0 ? null : allowed[0];
        if (allowed.Count == 0 || body.Field(name) is not { } field) return null;
        if (field.ValueKind == JsonValueKind.String && allowed.Contains(field.GetString()!))
        {
            choice = field.GetString();
            return null;
        }

        return new InputProblem(name, $"Input should be {string.Join(", ", allowed.Select(text => $"'{text}'"))}", "literal_error");
    }

    private static InputProblem? Flag(JsonElement body, string name, out bool flag)
    {
        flag = body.Field(name) is not { ValueKind: JsonValueKind.False };
        return body.Field(name) is null or { ValueKind: JsonValueKind.True or JsonValueKind.False }
            ? null
            : new InputProblem(name, "Input should be a valid boolean", "bool_type");
    }
}
