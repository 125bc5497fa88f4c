using System.Text.Json;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Text answers from a language model, which may be shown pictures. Safe for several threads.</summary>
public interface IChatModel
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>The models it is known to have; empty when any name may be right, as at a server of one's own.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Sends the paid request, once, and waits for the answer.</summary>
    /// <returns>The answer; a refusal and an answer cut short are answers too: <see cref="ChatReply.Ending"/> tells.</returns>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken);
}

/// <summary>A language model whose provider can keep an answer until it is fetched. Safe for several threads.</summary>
public interface IDeferredChatModel : IChatModel
{
    /// <summary>Sends the paid request, once, and leaves the answer with the provider.</summary>
    /// <returns>The request id.</returns>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<string> SubmitDeferredAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken);

    /// <summary>Fetches a deferred answer. The provider hands it out once, within a day: keep it before anything else.</summary>
    /// <returns>The answer, or null while it is not ready.</returns>
    /// <exception cref="ProviderException"><see cref="ProviderErrorCode.NotFound"/> when it was fetched before or has expired.</exception>
    Task<ChatReply?> GetDeferredAsync(string requestId, CancellationToken cancellationToken);
}

/// <summary>A conversation to be answered.</summary>
/// <param name="Model">Model name as the provider writes it.</param>
/// <param name="Messages">At least one, oldest first.</param>
public sealed record ChatRequest(string Model, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Upper bound on tokens of the answer, reasoning included; null leaves it to the model.</summary>
    public int? OutputTokensMax { get; init; }

    /// <summary>0 to 2; null leaves it to the model.</summary>
    public double? Temperature { get; init; }

    /// <summary>Makes answers repeatable as far as the provider can; null, or a provider that takes none, leaves it to chance.</summary>
    public long? Seed { get; init; }

    /// <summary>The answer must be JSON of this form. Providers differ in what they hold, so the caller checks the answer all the same.</summary>
    public JsonAnswerSchema? Schema { get; init; }
}

/// <summary>One message.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">Its text.</param>
public sealed record ChatMessage(string Role, string Text)
{
    /// <summary>Pictures shown with it, after the text. Only a <c>user</c> message may have some.</summary>
    public IReadOnlyList<InlineImage> Images { get; init; } = [];
}

/// <summary>A picture sent or received in the body of a message.</summary>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Content">The file's bytes.</param>
public sealed record InlineImage(string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>The media type that the first bytes of a file tell; null when it is none of the three.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> file) => Downloads.ImageProbe.MediaTypeOf(file);
}

/// <summary>A JSON schema the answer has to fit.</summary>
/// <param name="Name">Letters, digits, <c>_</c> and <c>-</c>, at most 64.</param>
/// <param name="Schema">An object schema in the part of JSON Schema that all providers take: every property required, no others allowed.</param>
public sealed record JsonAnswerSchema(string Name, JsonElement Schema);

/// <summary>An answer.</summary>
/// <param name="Id">The provider's id of the completion; empty when it gave none.</param>
/// <param name="Text">Visible text; empty when there is none, and then <paramref name="FinishReason"/> tells why.</param>
/// <param name="FinishReason">For example <c>stop</c> or <c>length</c>; null when not said.</param>
/// <param name="Usage">Tokens.</param>
/// <param name="ChargedTicks">Cost, ticks of 1e-10 USD; null when the provider does not say.</param>
public sealed record ChatReply(string Id, string Text, string? FinishReason, ChatUsage Usage, long? ChargedTicks)
{
    /// <summary>How it ended, in words that are the same for all providers.</summary>
    public required ChatEnding Ending { get; init; }

    /// <summary>What the model or the provider says of a refusal; null when there was none, or nothing was said.</summary>
    public string? Refusal { get; init; }
}

/// <summary>How an answer ended.</summary>
public enum ChatEnding
{
    /// <summary>By itself.</summary>
    Complete,

    /// <summary>It was cut at the upper bound on tokens.</summary>
    Truncated,

    /// <summary>The model or a filter declined the request, or blocked the answer.</summary>
    Refused,

    /// <summary>The provider gave a reason that is none of these, or none.</summary>
    Other,
}

/// <summary>Tokens of one call. Kinds do not overlap, except that cached tokens are part of the prompt's.</summary>
/// <param name="PromptTokens">Tokens read.</param>
/// <param name="CachedPromptTokens">Of those, tokens read from a cache at a lower price.</param>
/// <param name="AnswerTokens">Visible tokens written.</param>
/// <param name="ReasoningTokens">Hidden tokens written, billed like visible ones.</param>
public sealed record ChatUsage(long PromptTokens, long CachedPromptTokens, long AnswerTokens, long ReasoningTokens)
{
    /// <summary>What is billed as output.</summary>
    public long OutputTokens => AnswerTokens + ReasoningTokens;
}
