using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Text by chat completions that OpenAI stores, so that an answer whose reply was lost is fetched and not paid again.</summary>
/// <remarks>
/// Class L, by what is documented (developers.openai.com, API reference, chat completions: create, list and get stored completions, 2026): with
/// <c>store: true</c> a completion is kept with its <c>metadata</c> (16 pairs, keys to 64 and values to 512 characters), <c>GET /chat/completions</c>
/// lists them filtered by <c>metadata[key]=value</c>, and <c>GET /chat/completions/{id}</c> gives one. Where an account forbids storing, OpenAI takes
/// the wish and stores nothing: an empty list proves something only when the account lists some other completion of ours, or is known to store. How soon one is listed
/// is not documented, so its absence counts late.
/// </remarks>
internal sealed class OpenAiStoredChatModel(ProviderHttp http, OpenAiDialect dialect, IReadOnlyList<string> models, bool isKnownToStore) : IChatModel, IReplyStore<ChatRequest, ChatReply>
{
    private const string ProgramKey = "program";
    private const string Program = "functions-pipeline";
    private const string CallKey = "call";

    private readonly OpenAiChatModel _chat = new(http, dialect, models);

    public string ProviderId => http.ProviderId;

    public ProviderClass Class => ProviderClass.L;

    public IReadOnlyList<string> Models => models;

    /// <summary>An answer is listed once it is written; a long one takes as long as a submit may.</summary>
    public TimeSpan ListingDelay => http.Options.SynchronousTimeout + TimeSpan.FromMinutes(2);

    public bool MarksRequests => true;

    public Task<ChatReply> SubmitAsync(ChatRequest request, Reservation reservation, CancellationToken cancellationToken) => _chat.SubmitAsync(
        request,
        reservation,
        body =>
        {
            body["store"] = true;
            body["metadata"] = new JsonObject { [ProgramKey] = Program, [CallKey] = reservation.IdempotencyKey };
        },
        cancellationToken);

    public async Task<IReadOnlyList<string>> FindAsync(ChatRequest request, Reservation reservation, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var ours = await ListAsync(CallKey, reservation.IdempotencyKey, cancellationToken);
        if (ours.Count > 0) return ours;
        if (isKnownToStore || (await ListAsync(ProgramKey, Program, cancellationToken)).Count > 0) return [];
        throw http.Failed(
            new ProviderCall("chat list", "/chat/completions"),
            ProviderErrorCode.UnexpectedReply,
            "the account lists no stored completion of this program, so perhaps it stores none",
            MoneySpent.No);
    }

    public async Task<ChatReply?> FetchAsync(ChatRequest request, string requestId, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("chat fetch", "/chat/completions/" + RequestIds.Escape(requestId));
        return _chat.Read(call, await http.GetAsync(call, cancellationToken), request, MoneySpent.No);
    }

    private async Task<IReadOnlyList<string>> ListAsync(string key, string value, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("chat list", $"/chat/completions?limit=20&order=asc&metadata%5B{key}%5D={Uri.EscapeDataString(value)}")
        {
            ReplyBytesMax = Limits.RequestListBytesMax,
        };
        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.Body?.Array("data") is not { } data) throw http.Unexpected(call, reply, "the answer holds no completions", MoneySpent.No);

        // A server that knows no filter lists everything; what says another mark is another's.
        return [.. data.EnumerateArray()
            .Where(completion => completion.Object("metadata")?.Text(key) == value)
            .Select(completion => completion.Text("id")).OfType<string>().Where(RequestIds.IsSafe)];
    }
}
