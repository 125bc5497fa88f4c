using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>Text by Gemini, which may be shown pictures.</summary>
internal sealed class GeminiChatModel(ProviderHttp http, IReadOnlyList<string> models) : IChatModel
{
    public string ProviderId => http.ProviderId;

    /// <summary>Google documents neither an idempotency key nor a list of requests.</summary>
    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Models => models;

    public async Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken)
    {
        var prompt = string.Join('\n', request.Messages.Select(message => message.Text));
        var call = GeminiCall.Of(http, "chat submit", request.Model, "generateContent", prompt);
        if (ProblemOf(request) is { } problem) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, problem);

        var reply = await http.PostPaidAsync(call, Body(request), reservation, cancellationToken);
        var answer = GeminiAnswer.Read(http, call, reply);
        return new ChatReply(answer.Id, answer.Text, answer.Reason, answer.Usage, null)
        {
            Ending = answer.Ending,
            Refusal = answer.Refusal is { } refusal ? http.Clean(refusal, prompt) : null,
        };
    }

    private static string? ProblemOf(ChatRequest request)
    {
        // The system's words alone are no conversation to Google.
        if (request.Messages.All(message => message.Role == "system")) return "messages: there is none of the user";
        return GeminiContent.ProblemOf(request.Messages.SelectMany(message => message.Images));
    }

    private static JsonObject Body(ChatRequest request)
    {
        var (system, contents) = GeminiContent.Of(request.Messages);
        var config = new JsonObject();
        if (request.OutputTokensMax is { } tokens) config["maxOutputTokens"] = tokens;
        if (request.Temperature is { } temperature) config["temperature"] = temperature;

        // Google's seed has 32 bits. The same seed of ours gives the same one of theirs, which is all that it is for.
        if (request.Seed is { } seed) config["seed"] = (int)(seed & int.MaxValue);
        if (request.Schema is { } schema) GeminiSchema.Put(config, GeminiCall.NameOf(request.Model), schema.Schema);

        var body = new JsonObject { ["contents"] = contents };
        if (system is not null) body["systemInstruction"] = system;
        if (config.Count > 0) body["generationConfig"] = config;
        return body;
    }
}
