using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Text by chat completions.</summary>
internal sealed class OpenAiChatModel(ProviderHttp http, OpenAiDialect dialect, IReadOnlyList<string> models) : IChatModel
{
    public string ProviderId => http.ProviderId;

    /// <summary>Neither an idempotency key nor, without stored answers, a list of requests is documented.</summary>
    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Models => models;

    public Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken) =>
        SubmitAsync(request, reservation, static _ => { }, cancellationToken);

    /// <summary>The same with something added to the body.</summary>
    public async Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, Action<JsonObject> add, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("chat submit", "/chat/completions")
        {
            Prompt = string.Join('\n', request.Messages.Select(message => message.Text)),
            Timeout = http.Options.SynchronousTimeout,
        };
        if (request.Messages.Count == 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, "messages: there are none");

        var sent = OpenAiChatBody.Of(request, dialect);
        add(sent);
        var reply = await http.PostPaidAsync(call, sent, reservation, cancellationToken);
        return Read(call, reply, request, MoneySpent.Maybe);
    }

    /// <summary>The answer in a reply.</summary>
    public ChatReply Read(ProviderCall call, ProviderReply reply, ChatRequest request, MoneySpent moneySpent)
    {
        var body = reply.Body ?? throw http.Unexpected(call, reply, "the answer is empty", moneySpent);
        if (body.Array("choices") is { } choices && choices.GetArrayLength() > 0)
        {
            return OpenAiChatAnswer.Read(body, choices[0], request, dialect);
        }

        // A 200 can hold an error instead of an answer.
        throw http.Unexpected(call, reply, ErrorBody.Parse(body).Message ?? "the answer has no choices", moneySpent);
    }
}
