using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>What a generateContent answered: a candidate, or the news that the prompt was blocked.</summary>
/// <param name="Id">The provider's id; empty when it gave none.</param>
/// <param name="Parts">What was made; empty when the candidate has no content, as blocked ones have.</param>
/// <param name="Reason">Why it ended, or why the prompt was blocked; null when not said.</param>
/// <param name="Explanation">Google's words about it; null when there are none.</param>
/// <param name="IsPromptBlocked">True when the prompt itself was refused: there is no candidate then, and the status is 200 all the same.</param>
/// <param name="Usage">Tokens.</param>
internal sealed record GeminiAnswer(
    string Id, IReadOnlyList<JsonElement> Parts, string? Reason, string? Explanation, bool IsPromptBlocked, ChatUsage Usage)
{
    /// <summary>How it ended.</summary>
    public ChatEnding Ending => IsPromptBlocked ? ChatEnding.Refused : Reason switch
    {
        "STOP" => ChatEnding.Complete,
        "MAX_TOKENS" => ChatEnding.Truncated,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII"
            or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => ChatEnding.Refused,
        _ => ChatEnding.Other,
    };

    /// <summary>What was said of a refusal; null when there was none.</summary>
    public string? Refusal => Ending == ChatEnding.Refused ? Explanation ?? $"the {(IsPromptBlocked ? "prompt" : "answer")} was blocked: {Reason}" : null;

    /// <summary>The visible text. Thoughts are parts too, with a mark.</summary>
    public string Text => string.Concat(Parts.Where(part => part.Flag("thought") != true).Select(part => part.Text("text")));

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ProviderException">It is none.</exception>
    public static GeminiAnswer Read(ProviderHttp http, ProviderCall call, ProviderReply reply)
    {
        if (reply.Body is not { } wrapped) throw http.Unexpected(call, reply, "the answer is empty", MoneySpent.Maybe);
        var body = ErrorBody.Unwrap(wrapped);
        var (id, usage) = (body.Text("responseId") ?? "", UsageOf(body));
        if (body.Array("candidates") is { } candidates && candidates.GetArrayLength() > 0)
        {
            var candidate = candidates[0];
            IReadOnlyList<JsonElement> parts = candidate.Object("content")?.Array("parts") is { } list ? [.. list.EnumerateArray()] : [];
            return new GeminiAnswer(id, parts, candidate.Text("finishReason"), candidate.Text("finishMessage"), false, usage);
        }

        if (body.Object("promptFeedback") is { } feedback && feedback.Text("blockReason") is { } blocked)
        {
            return new GeminiAnswer(id, [], blocked, feedback.Text("blockReasonMessage"), true, usage);
        }

        // A 200 can hold an error instead of an answer.
        throw http.Unexpected(call, reply, ErrorBody.Parse(body).Message ?? "the answer has no candidates", MoneySpent.Maybe);
    }

    /// <summary>Google's <c>candidatesTokenCount</c> leaves the thoughts out, and both are billed.</summary>
    private static ChatUsage UsageOf(JsonElement body)
    {
        if (body.Object("usageMetadata") is not { } usage) return new ChatUsage(0, 0, 0, 0);
        return new ChatUsage(
            (usage.Count("promptTokenCount") ?? 0) + (usage.Count("toolUsePromptTokenCount") ?? 0),
            usage.Count("cachedContentTokenCount") ?? 0,
            usage.Count("candidatesTokenCount") ?? 0,
            usage.Count("thoughtsTokenCount") ?? 0);
    }
}
