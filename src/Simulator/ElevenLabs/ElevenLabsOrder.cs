using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Speech;

namespace FunctionsPipeline.Simulator.ElevenLabs;

/// <summary>A checked order of a spoken text.</summary>
/// <param name="Model">Model.</param>
/// <param name="Voice">Voice.</param>
/// <param name="Text">Text.</param>
/// <param name="Form">Form of the sound.</param>
internal sealed record ElevenLabsOrder(string Model, OfferedVoice Voice, string Text, SoundForm Form)
{
    private static readonly Dictionary<string, int> CharactersMax = new(StringComparer.Ordinal)
    {
        ["eleven_multilingual_v2"] = 10_000,
        ["eleven_v3"] = 3_000,
        ["eleven_flash_v2_5"] = 40_000,
        ["eleven_turbo_v2_5"] = 40_000,
    };

    /// <summary>Speed, 1 being the usual one.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>With the same one it sounds the same; null leaves it to chance.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Form of the sound as the request named it.</summary>
    public required string FormName { get; init; }

    /// <summary>Checks a request.</summary>
    public static ElevenLabsProblem? TryRead(string voiceId, string format, JsonElement body, out ElevenLabsOrder? order)
    {
        order = null;
        if (!body.TryText("text", out var text) || string.IsNullOrWhiteSpace(text)) return ElevenLabsProblem.Field("text", "Field required");
        if (!body.TryText("model_id", out var model)) return ElevenLabsProblem.Field("model_id", "Input should be a valid string");
        model ??= "eleven_multilingual_v2";
        if (!CharactersMax.TryGetValue(model, out var most)) return new ElevenLabsProblem(400, "model_not_found", $"A model with model ID {model} does not exist.");
        if (text.Length > most) return new ElevenLabsProblem(400, "max_character_limit_exceeded", $"The text has {text.Length} characters; {model} takes at most {most}.");
        if (VoiceTable.Find(VoiceTable.ElevenLabs, voiceId) is not { } voice)
        {
            return new ElevenLabsProblem(400, "voice_not_found", $"A voice with the voice_id {voiceId} was not found.");
        }

        if (FormOf(format) is not { } form) return new ElevenLabsProblem(400, "invalid_output_format", $"The output format {format} is not one of those that there are.");
        if (Number(body.Field("seed")) is { } seed && (seed is < 0 or > uint.MaxValue || seed != Math.Floor(seed))) return ElevenLabsProblem.Field("seed", "Input should be from 0 to 4294967295");
        if (body.Field("voice_settings")?.Field("speed") is { } speedField && Number(speedField) is not (>= 0.7 and <= 1.2))
        {
            return new ElevenLabsProblem(400, "invalid_voice_settings", "speed must be from 0.7 to 1.2.");
        }

        if (model == "eleven_multilingual_v2" && body.Field("language_code") is not null)
        {
            return new ElevenLabsProblem(400, "unsupported_language", $"{model} does not take language_code.");
        }

        order = new ElevenLabsOrder(model, voice, text, form)
        {
            FormName = format,
            Speed = Number(body.Field("voice_settings")?.Field("speed")) ?? 1,
            Seed = (ulong?)Number(body.Field("seed")),
        };
        return null;
    }

    /// <summary>What the history keeps of it, so that it can be spoken again.</summary>
    public string ToListing() => new JsonObject
    {
        ["voice"] = Voice.Id,
        ["format"] = FormName,
        ["body"] = new JsonObject { ["text"] = Text, ["model_id"] = Model, ["voice_settings"] = new JsonObject { ["speed"] = Speed }, ["seed"] = Seed },
    }.ToJsonString();

    /// <summary>An order that the history has kept.</summary>
    public static ElevenLabsOrder FromListing(string listing)
    {
        using var kept = JsonDocument.Parse(listing);
        var root = kept.RootElement;
        return TryRead(root.GetProperty("voice").GetString()!, root.GetProperty("format").GetString()!, root.GetProperty("body"), out var order) is null
            ? order!
            : throw new InvalidOperationException("The history has kept an order that would not be taken.");
    }

    private static double? Number(JsonElement? field) => field is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static SoundForm? FormOf(string format)
    {
        var parts = format.Split('_');
        if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || rate is < 8000 or > 48_000) return null;
        var kilobits = parts.Length == 3 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        return parts[0] switch
        {
            "mp3" when kilobits is 32 or 48 or 64 or 96 or 128 or 192 => SoundForm.Mp3(rate, kilobits),
            "opus" when kilobits is 32 or 64 or 96 or 128 or 192 => SoundForm.Opus(kilobits),
            "wav" when parts.Length == 2 => SoundForm.Wav(rate),
            "pcm" when parts.Length == 2 => SoundForm.Pcm(rate),
            _ => null,
        };
    }
}

/// <summary>Why an order is not taken.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Word">The service's word; the field's name where a field is wrong.</param>
/// <param name="Message">Text.</param>
internal sealed record ElevenLabsProblem(int Status, string Word, string Message)
{
    /// <summary>A field that is missing or of another type.</summary>
    public static ElevenLabsProblem Field(string field, string message) => new(422, field, message);

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpContext context) =>
        Status == 422 ? ElevenLabsErrors.FieldAsync(context, Word, Message) : ElevenLabsErrors.WriteAsync(context, Status, Word, Message);
}
