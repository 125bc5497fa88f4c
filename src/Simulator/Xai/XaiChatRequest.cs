using System.Text;
using System.Text.Json;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>A checked order of a chat answer.</summary>
/// <param name="Language">What the model gets.</param>
/// <param name="IsDeferred">Whether the answer is to be fetched later.</param>
internal sealed record XaiChatRequest(LanguageRequest Language, bool IsDeferred)
{
    private const string DataMark = ";base64,";

    /// <summary>Checks a body.</summary>
    public static XaiFieldProblem? TryRead(JsonElement body, IReadOnlyList<string> models, out XaiChatRequest? request)
    {
        request = null;
        if (!body.TryText("model", out var model) || model is null) return XaiFieldProblem.Missing("model", "a string");
        if (!models.Contains(model)) return XaiFieldProblem.UnknownModel(model);
        if (body.Field("messages") is not { ValueKind: JsonValueKind.Array } messages) return XaiFieldProblem.Missing("messages", "a list");
        if (messages.GetArrayLength() == 0) return XaiFieldProblem.OutOfRange("messages", "not empty");
        if (body.Field("stream") is { ValueKind: JsonValueKind.True })
        {
            return XaiFieldProblem.OutOfRange("stream", "left out: the simulator does not imitate it");
        }

        if (!body.TryWhole("max_completion_tokens", out var tokensMax) || !body.TryWhole("max_tokens", out var oldTokensMax))
        {
            return XaiFieldProblem.Missing("max_completion_tokens", "a whole number");
        }

        if (!body.TryWhole("seed", out var seed)) return XaiFieldProblem.Missing("seed", "a whole number");
        var read = new List<LanguageMessage>();
        foreach (var message in messages.EnumerateArray())
        {
            if (Read(message, out var one) is { } problem) return problem;
            read.Add(one!);
        }

        var language = new LanguageRequest(model, read) { Schema = SchemaOf(body), OutputTokensMax = tokensMax ?? oldTokensMax, Seed = seed };
        request = new XaiChatRequest(language, body.Field("deferred") is { ValueKind: JsonValueKind.True });
        return null;
    }

    private static XaiFieldProblem? Read(JsonElement message, out LanguageMessage? read)
    {
        read = null;
        if (!message.TryText("role", out var role) || role is null) return NoMessage();
        if (message.Field("content") is { ValueKind: JsonValueKind.String } text)
        {
            read = new LanguageMessage(role, text.GetString()!, []);
            return null;
        }

        if (message.Field("content") is not { ValueKind: JsonValueKind.Array } parts) return NoMessage();
        var joined = new StringBuilder();
        var images = new List<byte[]>();
        foreach (var part in parts.EnumerateArray())
        {
            if (!part.TryText("text", out var piece)) return NoMessage();
            joined.Append(piece ?? "");
            if (part.Field("image_url") is not { } image) continue;
            if (ImageOf(image) is not { } file) return XaiFieldProblem.OutOfRange("image_url", "a data URI in base64 of an image; the simulator fetches no links");
            if (PictureReader.TryRead(file) is null) return XaiFieldProblem.OutOfRange("image_url", "an image that can be decoded, of at most 20 MB");
            images.Add(file);
        }

        read = new LanguageMessage(role, joined.ToString(), images);
        return null;
    }

    private static XaiFieldProblem NoMessage() => XaiFieldProblem.Missing("messages", "messages with a role and a content");

    private static byte[]? ImageOf(JsonElement image)
    {
        if (!image.TryText("url", out var url) || url?.StartsWith("data:image/", StringComparison.Ordinal) != true) return null;
        var mark = url.IndexOf(DataMark, StringComparison.Ordinal);
        if (mark < 0) return null;
        try
        {
            return Convert.FromBase64String(url[(mark + DataMark.Length)..]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonElement? SchemaOf(JsonElement body) => body.Field("response_format")?.Field("json_schema")?.Field("schema");
}
