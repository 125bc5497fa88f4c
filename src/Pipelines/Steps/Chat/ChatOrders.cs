using System.Text;
using System.Text.Json;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps.Chat;

/// <summary>An answer of a language model as it is kept.</summary>
/// <param name="Text">What was written.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Refusal">What was said of a refusal.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written, hidden ones included.</param>
internal sealed record ChatAnswer(string Text, ChatEnding Ending, string? Refusal, long InputTokens, long OutputTokens);

/// <summary>Orders answers of language models.</summary>
/// <param name="services">Providers and prices.</param>
internal sealed class ChatOrders(PipelineServices services)
{
    /// <summary>Kind of call, as the limits name it.</summary>
    public const string Operation = "chat";

    // No tokenizer makes more tokens than bytes; roles and separators cost a few more a message, a picture at most this many.
    private const int TokensPerMessageMax = 32;
    private const int TokensPerImageMax = 3000;

    /// <summary>Orders an answer.</summary>
    /// <param name="choice">Who is asked.</param>
    /// <param name="request">What is asked; its model is the choice's, and it bounds the tokens of the answer.</param>
    /// <param name="images">Hashes of the pictures in the request, lower-case hexadecimal, in their order.</param>
    public StepOrder<ChatAnswer> Create(ModelChoice choice, ChatRequest request, params IReadOnlyList<string> images)
    {
        var model = services.Providers.Chat[choice.Provider];
        request = request with { Model = choice.Model };
        var prompt = string.Join('\n', request.Messages.Select(message => message.Text));
        return new StepOrder<ChatAnswer>
        {
            Provider = choice.Provider,
            Model = choice.Model,
            Operation = Operation,
            Class = model.Class,
            Prompt = prompt,
            Inputs = InputsOf(choice, request, images),
            WorstTicks = WorstTicks(choice, request),
            SendAsync = async (reservation, cancellationToken) =>
            {
                var reply = await model.SubmitAsync(request, reservation, cancellationToken);
                return new SentStep<ChatAnswer>(IdOf(reply.Id, reservation.CallId), Priced(choice, reply));
            },
            LookUp = StepLookUp.Of(model, request),
            FetchAsync = model is IReplyStore<ChatRequest, ChatReply> store
                ? async (requestId, cancellationToken) => await store.FetchAsync(request, requestId, cancellationToken) is { } reply ? Priced(choice, reply) : null
                : null,
        };
    }

    private PricedReply<ChatAnswer> Priced(ModelChoice choice, ChatReply reply) => new(
        new ChatAnswer(reply.Text, reply.Ending, reply.Refusal, reply.Usage.PromptTokens, reply.Usage.OutputTokens),
        reply.ChargedTicks ?? Ticks(choice, reply.Usage));

    /// <summary>What such a call usually costs, ticks: a quarter of the bytes read, a quarter of the bound written; null without a price.</summary>
    public long? TypicalTicks(ModelChoice choice, ChatRequest request) => services.Prices.TicksFor(
        choice.Provider,
        choice.Model,
        Conditions,
        (PriceUnit.InputToken, request.Messages.Sum(message => Encoding.UTF8.GetByteCount(message.Text)) / 4 + (TokensPerImageMax / 4 * request.Messages.Sum(message => message.Images.Count))),
        (PriceUnit.OutputToken, request.OutputTokensMax!.Value / 8));

    private static IReadOnlyList<StepInput> InputsOf(ModelChoice choice, ChatRequest request, IReadOnlyList<string> images) =>
    [
        StepInput.Of("model", choice.ToString()),
        .. request.Messages.Select(message => StepInput.Of(message.Role, message.Text)),
        .. images.Select((hash, index) => new StepInput($"picture {index + 1}", hash, hash[..12])),
        StepInput.Of("answer", $"{request.Schema?.Schema.GetRawText()} {request.OutputTokensMax} {request.Temperature} {request.Seed}"),
    ];

    /// <summary>A provider that gives no id gets ours, so that the ledger row has one.</summary>
    private static string IdOf(string id, string callId) => id.Length > 0 ? id : callId;

    private long? WorstTicks(ModelChoice choice, ChatRequest request)
    {
        var text = request.Messages.Sum(message => Encoding.UTF8.GetByteCount(message.Text) + TokensPerMessageMax + (TokensPerImageMax * message.Images.Count));
        var schema = request.Schema is { } form ? Encoding.UTF8.GetByteCount(form.Schema.GetRawText()) : 0;
        return services.Prices.TicksFor(
            choice.Provider, choice.Model, Conditions, (PriceUnit.InputToken, text + schema), (PriceUnit.OutputToken, request.OutputTokensMax!.Value));
    }

    /// <summary>What the tokens cost; only a call with a price was sent.</summary>
    private long Ticks(ModelChoice choice, ChatUsage usage) => services.Prices.TicksFor(
        choice.Provider,
        choice.Model,
        Conditions,
        (PriceUnit.InputToken, usage.PromptTokens - CachedTokens(choice, usage)),
        (PriceUnit.CachedInputToken, CachedTokens(choice, usage)),
        (PriceUnit.OutputToken, usage.OutputTokens))!.Value;

    /// <summary>Without a price of their own, cached tokens cost like others.</summary>
    private long CachedTokens(ModelChoice choice, ChatUsage usage) =>
        services.Prices.Find(choice.Provider, choice.Model, PriceUnit.CachedInputToken, Conditions) is null ? 0 : usage.CachedPromptTokens;

    private static Dictionary<string, string> Conditions { get; } = [];
}
