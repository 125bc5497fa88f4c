using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Xai;

/// <summary>Text by xAI, in the OpenAI form with xAI's differences.</summary>
internal sealed class XaiChatModel(ProviderHttp http) : IDeferredChatModel
{
    private const string Path = "/v1/chat/completions";

    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Models => XaiModels.Chat;

    public async Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = Call("chat submit", request) with { Timeout = http.Options.SynchronousTimeout };
        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        return Read(call, reply, MoneySpent.Maybe);
    }

    public async Task<string> SubmitDeferredAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = Call("deferred chat submit", request);
        var body = Body(request);
        body["deferred"] = true;
        var reply = await http.PostPaidAsync(call, body, reservation, cancellationToken);
        var requestId = reply.Body?.Text("request_id");
        return RequestIds.IsSafe(requestId)
            ? requestId!
            : throw http.Unexpected(call, reply, "the reply to the submit has no usable request_id", MoneySpent.Maybe);
    }

    public async Task<ChatReply?> GetDeferredAsync(string requestId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("deferred chat result", "/v1/chat/deferred-completion/" + RequestIds.Escape(requestId));
        var reply = await http.GetAsync(call, cancellationToken);
        return reply.Status == 202 ? null : Read(call, reply, MoneySpent.No);
    }

    private ProviderCall Call(string operation, ChatRequest request)
    {
        var call = new ProviderCall(operation, Path) { Prompt = string.Join('\n', request.Messages.Select(message => message.Text)) };
        return request.Messages.Count > 0
            ? call
            : throw http.NotSent(call, ProviderErrorCode.InvalidRequest, "messages: there are none");
    }

    private static JsonObject Body(ChatRequest request)
    {
        var messages = new JsonArray();
        foreach (var message in request.Messages)
        {
            messages.Add(new JsonObject { ["role"] = message.Role, ["content"] = Content(message) });
        }

        var body = new JsonObject { ["model"] = request.Model, ["messages"] = messages };
        if (request.OutputTokensMax is { } tokens) body["max_completion_tokens"] = tokens;
        if (request.Temperature is { } temperature) body["temperature"] = temperature;
        if (request.Seed is { } seed) body["seed"] = seed;
        if (request.Schema is { } schema)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject
                {
                    ["name"] = schema.Name,
                    ["strict"] = true,
                    ["schema"] = JsonNode.Parse(schema.Schema.GetRawText()),
                },
            };
        }

        return body;
    }

    private ChatReply Read(ProviderCall call, ProviderReply reply, MoneySpent moneySpentIfUnreadable)
    {
        var body = reply.Body ?? throw http.Unexpected(call, reply, "the answer is empty", moneySpentIfUnreadable);
        if (body.Array("choices") is not { } choices || choices.GetArrayLength() == 0)
        {
            // A 200 can hold an error instead of an answer.
            var error = ErrorBody.Parse(body).Message ?? "the answer has no choices";
            throw http.Unexpected(call, reply, error, moneySpentIfUnreadable);
        }

        var choice = choices[0];
        var message = choice.Object("message");
        var reason = choice.Text("finish_reason");
        var refusal = message?.Text("refusal");
        return new ChatReply(body.Text("id") ?? "", message?.Text("content") ?? "", reason, Usage(body), XaiUsage.ChargedTicks(body))
        {
            Ending = refusal is null ? Ending(reason) : ChatEnding.Refused,
            Refusal = refusal,
        };
    }

    /// <summary>A message without pictures stays a plain string.</summary>
    private static JsonNode Content(ChatMessage message)
    {
        if (message.Images.Count == 0) return message.Text;

        var parts = new JsonArray { new JsonObject { ["type"] = "text", ["text"] = message.Text } };
        foreach (var image in message.Images)
        {
            var url = $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Content.Span)}";
            parts.Add(new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = url } });
        }

        return parts;
    }

    private static ChatEnding Ending(string? reason) => reason switch
    {
        "stop" => ChatEnding.Complete,
        "length" => ChatEnding.Truncated,
        "content_filter" => ChatEnding.Refused,
        _ => ChatEnding.Other,
    };

    /// <summary>xAI's <c>completion_tokens</c> leave the reasoning out, unlike OpenAI's.</summary>
    private static ChatUsage Usage(JsonElement body)
    {
        if (body.Object("usage") is not { } usage) return new ChatUsage(0, 0, 0, 0);
        return new ChatUsage(
            usage.Count("prompt_tokens") ?? 0,
            usage.Object("prompt_tokens_details")?.Count("cached_tokens") ?? 0,
            usage.Count("completion_tokens") ?? 0,
            usage.Object("completion_tokens_details")?.Count("reasoning_tokens") ?? 0);
    }
}
