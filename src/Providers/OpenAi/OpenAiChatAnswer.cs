using System.Text;
using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Reads a chat completion, of which hardly a field can be relied on at servers that imitate OpenAI. Pure.</summary>
internal static class OpenAiChatAnswer
{
    public static ChatReply Read(JsonElement body, JsonElement choice, ChatRequest request, OpenAiDialect dialect)
    {
        var message = choice.Object("message");
        var text = message is { } present ? Content(present, "text") : "";
        if (dialect.MayThinkAloud) text = SpokenText.Of(text, isJson: request.Schema is not null);

        var refusal = message?.Text("refusal") ?? NullIfEmpty(message is { } said ? Content(said, "refusal") : "");
        var reason = choice.Text("finish_reason");
        return new ChatReply(body.Text("id") ?? "", text, reason, Usage(body), ChargedTicks: null)
        {
            Ending = refusal is null ? Ending(reason) : ChatEnding.Refused,
            Refusal = refusal,
        };
    }

    /// <summary>A string, or the parts of a list that have the field.</summary>
    private static string Content(JsonElement message, string field)
    {
        if (message.Array("content") is not { } parts) return field == "text" ? message.Text("content") ?? "" : "";
        var joined = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object) joined.Append(part.Text(field));
            else if (part.ValueKind == JsonValueKind.String && field == "text") joined.Append(part.GetString());
        }

        return joined.ToString();
    }

    /// <summary>The words of OpenAI, and those that other servers put in their place.</summary>
    private static ChatEnding Ending(string? reason) => reason switch
    {
        "stop" or "stop_sequence" or "eos_token" or "end_turn" => ChatEnding.Complete,
        "length" or "max_tokens" => ChatEnding.Truncated,
        "content_filter" => ChatEnding.Refused,
        _ => ChatEnding.Other,
    };

    /// <summary>
    /// OpenAI's <c>completion_tokens</c> include the reasoning. Servers that follow xAI leave it out, which the total gives away; and where
    /// there is more reasoning than completion, it cannot be inside.
    /// </summary>
    private static ChatUsage Usage(JsonElement body)
    {
        if (body.Object("usage") is not { } usage) return new ChatUsage(0, 0, 0, 0);
        var prompt = usage.Count("prompt_tokens") ?? 0;
        var cached = usage.Object("prompt_tokens_details")?.Count("cached_tokens") ?? 0;
        var completion = usage.Count("completion_tokens") ?? 0;
        var reasoning = usage.Object("completion_tokens_details")?.Count("reasoning_tokens") ?? 0;
        var isApart = reasoning > completion || (reasoning > 0 && usage.Count("total_tokens") == prompt + completion + reasoning);
        return new ChatUsage(prompt, cached, isApart ? completion : completion - reasoning, reasoning);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
