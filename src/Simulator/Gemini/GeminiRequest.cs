using System.Text.Json;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>A checked generateContent. Google refuses every field that it does not know, and so does this.</summary>
/// <param name="Language">What is asked, in the form of the language model.</param>
/// <param name="WantsImage">Whether an image is asked for.</param>
/// <param name="AspectRatio">Shape of the image, or null.</param>
/// <param name="ImageSize">Size of the image.</param>
internal sealed record GeminiRequest(LanguageRequest Language, bool WantsImage, string? AspectRatio, string ImageSize)
{
    private static readonly string[] TopFields = ["contents", "systemInstruction", "generationConfig", "safetySettings"];
    private static readonly string[] PartFields = ["text", "inlineData"];
    private static readonly string[] ConfigFields =
    [
        "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "seed", "responseMimeType", "responseSchema",
        "responseJsonSchema", "responseModalities", "imageConfig", "thinkingConfig",
    ];

    private static readonly string[] AspectRatios = ["1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9"];
    private static readonly string[] ImageSizes = ["1K", "2K", "4K"];

    /// <summary>Checks a body.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? TryRead(string model, JsonElement body, out GeminiRequest? request)
    {
        request = null;
        var config = body.Field("generationConfig") ?? default;
        if ((Unknown(body, TopFields) ?? Unknown(config, ConfigFields)) is { } unknown) return unknown;

        var messages = new List<LanguageMessage>();
        if (ReadMessages(body, messages) is { } problem) return problem;
        if (!config.TryWhole("maxOutputTokens", out var tokens) || tokens < 1) return "Invalid value at 'generation_config.max_output_tokens'.";
        if (!config.TryWhole("seed", out var seed)) return "Invalid value at 'generation_config.seed' (TYPE_INT32).";
        var schema = config.Field("responseJsonSchema") ?? config.Field("responseSchema");
        if (schema is not null && config.Field("responseMimeType")?.GetString() != "application/json")
        {
            return "A response schema needs responseMimeType: application/json.";
        }

        var image = config.Field("imageConfig") ?? default;
        if (!image.TryText("aspectRatio", out var ratio) || (ratio is not null && !AspectRatios.Contains(ratio)))
        {
            return $"aspect_ratio must be one of {string.Join(", ", AspectRatios)}.";
        }

        if (!image.TryText("imageSize", out var size) || (size is not null && !ImageSizes.Contains(size)))
        {
            return $"image_size must be one of {string.Join(", ", ImageSizes)}.";
        }

        if (size is not null && model == "gemini-2.5-flash-image") return $"image_size is not supported by {model}.";

        var language = new LanguageRequest(model, messages)
        {
            Schema = schema is { } given ? GeminiAnswerSchema.Plain(given) : null,
            OutputTokensMax = tokens,
            Seed = seed,
        };
        request = new GeminiRequest(language, WantsImageOf(config), ratio, size ?? "1K");
        return null;
    }

    private static bool WantsImageOf(JsonElement config) =>
        config.Field("responseModalities") is { ValueKind: JsonValueKind.Array } kinds && kinds.EnumerateArray().Any(kind => kind.ValueEquals("IMAGE"));

    private static string? ReadMessages(JsonElement body, List<LanguageMessage> messages)
    {
        if (body.Field("systemInstruction") is { } system)
        {
            if (TryReadMessage("system", system, out var instruction) is { } wrong) return wrong;
            messages.Add(instruction!);
        }

        if (body.Field("contents") is not { ValueKind: JsonValueKind.Array } contents || contents.GetArrayLength() == 0)
        {
            return "* GenerateContentRequest.contents: contents is not specified";
        }

        foreach (var content in contents.EnumerateArray())
        {
            if (!content.TryText("role", out var role) || role is not (null or "user" or "model")) return "Please use a valid role: user, model.";
            if (TryReadMessage(role == "model" ? "assistant" : "user", content, out var message) is { } wrong) return wrong;
            messages.Add(message!);
        }

        return null;
    }

    private static string? TryReadMessage(string role, JsonElement content, out LanguageMessage? message)
    {
        message = null;
        if (content.Field("parts") is not { ValueKind: JsonValueKind.Array } parts || parts.GetArrayLength() == 0)
        {
            return "* GenerateContentRequest.contents.parts: must not be empty.";
        }

        var texts = new List<string>();
        var images = new List<byte[]>();
        foreach (var part in parts.EnumerateArray())
        {
            if (Unknown(part, PartFields) is { } unknown) return unknown;
            if (part.TryText("text", out var text) && text is not null) texts.Add(text);
            else if (part.Field("inlineData") is { } data && data.Field("mimeType") is not null && TryReadImage(data, out var image))
            {
                if (PictureReader.TryRead(image) is null) return "Unable to process input image.";
                images.Add(image);
            }
            else return "Invalid value at 'contents.parts' (oneof), expected text or inline_data.";
        }

        message = new LanguageMessage(role, string.Join('\n', texts), images);
        return null;
    }

    private static bool TryReadImage(JsonElement data, out byte[] image)
    {
        image = [];
        return data.Field("data") is { ValueKind: JsonValueKind.String } text && text.TryGetBytesFromBase64(out image!);
    }

    private static string? Unknown(JsonElement element, string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var field in element.EnumerateObject())
        {
            if (!known.Contains(field.Name)) return $"Invalid JSON payload received. Unknown name \"{field.Name}\": Cannot find field.";
        }

        return null;
    }
}
