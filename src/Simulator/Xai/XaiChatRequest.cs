using System.Text;
using System.Text.Json;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>A checked order of a chat answer.</summary>
/// <param name="Model">Model.</param>
/// <param name="Prompt">The last message's text.</param>
/// <param name="PromptCharacters">Length of all messages.</param>
/// <param name="Schema">Form that the answer must have, or null.</param>
/// <param name="OutputTokensMax">Upper bound on tokens of the answer, or null.</param>
/// <param name="IsDeferred">Whether the answer is to be fetched later.</param>
internal sealed record XaiChatRequest(string Model, string Prompt, int PromptCharacters, JsonElement? Schema, int? OutputTokensMax, bool IsDeferred)
{
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

        var characters = 0;
        var prompt = "";
        foreach (var message in messages.EnumerateArray())
        {
            if (TextOf(message) is not { } text) return XaiFieldProblem.Missing("messages", "messages with a role and a content");
            characters += text.Length;
            prompt = text;
        }

        var isDeferred = body.Field("deferred") is { ValueKind: JsonValueKind.True };
        request = new XaiChatRequest(model, prompt, characters, SchemaOf(body), tokensMax ?? oldTokensMax, isDeferred);
        return null;
    }

    private static string? TextOf(JsonElement message)
    {
        if (!message.TryText("role", out var role) || role is null) return null;
        if (message.Field("content") is { ValueKind: JsonValueKind.String } text) return text.GetString();
        if (message.Field("content") is not { ValueKind: JsonValueKind.Array } parts) return null;
        var joined = new StringBuilder();
        foreach (var part in parts.EnumerateArray()) joined.Append(part.TryText("text", out var piece) ? piece : "");
        return joined.ToString();
    }

    private static JsonElement? SchemaOf(JsonElement body) => body.Field("response_format")?.Field("json_schema")?.Field("schema");
}
