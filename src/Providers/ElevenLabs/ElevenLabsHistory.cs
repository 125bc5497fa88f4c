using System.Text.Json;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Speech;

namespace FunctionsPipeline.Providers.ElevenLabs;

/// <summary>
/// What an account had spoken. Documented (elevenlabs-docs openapi.json and elevenlabs-python, types of the history, 2025-2026):
/// <c>GET /v1/history</c> takes <c>page_size</c>, <c>voice_id</c>, <c>model_id</c>, <c>source</c>, <c>date_after_unix</c> (inclusive), <c>sort_direction</c> and
/// <c>start_after_history_item_id</c>; an item has <c>request_id</c>, <c>text</c>, <c>voice_id</c>, <c>model_id</c>, <c>date_unix</c>, <c>state</c>, the counts of
/// characters before and after, and <c>alignments</c>; <c>GET /v1/history/{id}/audio</c> gives the sound. Nothing tells the seed or whose call it was.
/// Without <c>alignments</c> the sound is good and its words have no times, as with a provider that gives none.
/// </summary>
internal sealed class ElevenLabsHistory(ProviderHttp http, bool isKnownToBeKept)
{
    private const int ItemsPerPage = 100;
    private const string Operation = "history";

    /// <summary>Requests for a text in a voice since a moment, the oldest first.</summary>
    /// <exception cref="ProviderException">The history could not be read, or the account seems to keep none.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(SpeechRequest request, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var items = await ReadAsync(request, $"&sort_direction=asc&date_after_unix={since.ToUnixTimeSeconds()}", stopAt: null, cancellationToken);
        List<string> found = [.. items.Where(item => IsOf(item, request)).Select(IdOf).OfType<string>()];
        if (found.Count > 0 || items.Count > 0 || isKnownToBeKept) return found;

        // An account that logs nothing has an empty history whatever it was sent.
        var call = new ProviderCall(Operation, "/v1/history?page_size=1");
        var reply = await http.GetAsync(call, cancellationToken);
        return reply.Body?.Array("history") is { } any && any.GetArrayLength() > 0
            ? []
            : throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "the account has an empty history, so perhaps it keeps none", MoneySpent.No);
    }

    /// <summary>The sound of a request; null while it is being made.</summary>
    /// <exception cref="ProviderException">The history could not be read, or does not hold it any more.</exception>
    public async Task<SpeechReply?> FetchAsync(SpeechRequest request, string requestId, CancellationToken cancellationToken)
    {
        var list = new ProviderCall(Operation, "/v1/history") { Prompt = request.Text };
        var items = await ReadAsync(request, "&sort_direction=desc", requestId, cancellationToken);
        if (items.LastOrDefault(item => IdOf(item) == requestId) is not { ValueKind: JsonValueKind.Object } item || item.Text("state") == "deleted")
        {
            throw http.Failed(list, ProviderErrorCode.NotFound, "the history does not hold the request", MoneySpent.No);
        }

        if (item.Text("state") == "processing") return null;
        var id = item.Text("history_item_id");
        if (!RequestIds.IsSafe(id)) throw http.Failed(list, ProviderErrorCode.UnexpectedReply, "an item of the history has no usable id", MoneySpent.No);

        var call = new ProviderCall("history sound", $"/v1/history/{RequestIds.Escape(id!)}/audio") { Accept = "*/*", TakesFile = true, ReplyBytesMax = Limits.SpeechReplyBytesMax };
        var reply = await http.GetAsync(call, cancellationToken);
        var file = reply.File ?? throw http.Unexpected(call, reply, "the reply holds no sound", MoneySpent.No);
        if (item.Object("alignments") is null) item = await ItemAsync(id!, cancellationToken) ?? item;
        return ReplyOf(call, item, request, requestId, file);
    }

    /// <summary>A single item may have the times that the list leaves out.</summary>
    private async Task<JsonElement?> ItemAsync(string id, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("history item", "/v1/history/" + RequestIds.Escape(id));
        return (await http.GetAsync(call, cancellationToken)).Body;
    }

    private SpeechReply ReplyOf(ProviderCall call, JsonElement item, SpeechRequest request, string requestId, ReadOnlyMemory<byte> file)
    {
        string? doubt = null;
        var characters = item.Object("alignments") is { } alignments ? ElevenLabsAlignment.Read(alignments, out doubt) : [];
        if (characters.Count == 0) http.LogPartialAnswer(call, 1, doubt ?? "the history holds no times of the characters");
        return new SpeechReply(new InlineSound(SoundProbe.MediaTypeOf(request.Format), file), ChargedTicks: null)
        {
            Id = requestId,
            Problem = SoundProbe.Problem(request.Format, file.Span),
            DurationSeconds = SoundProbe.DurationSeconds(request.Format, file.Span) ?? (characters.Count > 0 ? characters.Max(character => character.EndSeconds) : null),
            Characters = characters,
            Words = SpokenWords.Of(characters),
            BilledCharacters = item.Count("character_count_change_to") - item.Count("character_count_change_from") is { } billed and >= 0 ? billed : null,
        };
    }

    private async Task<IReadOnlyList<JsonElement>> ReadAsync(SpeechRequest request, string terms, string? stopAt, CancellationToken cancellationToken)
    {
        var path = $"/v1/history?page_size={ItemsPerPage}&source=TTS&voice_id={Uri.EscapeDataString(request.Voice)}&model_id={Uri.EscapeDataString(request.Model)}{terms}";
        var call = new ProviderCall(Operation, path) { Prompt = request.Text, ReplyBytesMax = Limits.RequestListBytesMax };
        var items = new List<JsonElement>();
        string? after = null;
        for (var number = 0; number < NewestFirst.PagesMax; number++)
        {
            var page = after is null ? call : call with { Path = $"{path}&start_after_history_item_id={Uri.EscapeDataString(after)}" };
            var reply = await http.GetAsync(page, cancellationToken);
            if (reply.Body?.Array("history") is not { } history) throw http.Unexpected(page, reply, "the answer holds no history", MoneySpent.No);
            items.AddRange(history.EnumerateArray());
            after = reply.Body.Value.Flag("has_more") == true ? reply.Body.Value.Text("last_history_item_id") : null;
            if (after is null || (stopAt is not null && items.Any(item => IdOf(item) == stopAt))) return items;
        }

        throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "the history is too long to be read to its end", MoneySpent.No);
    }

    private static bool IsOf(JsonElement item, SpeechRequest request) =>
        item.Text("text")?.Trim() == request.Text.Trim() && item.Text("voice_id") == request.Voice && item.Text("model_id") == request.Model;

    /// <summary>The request's id, by which the reply names it too; an old item has none.</summary>
    private static string? IdOf(JsonElement item)
    {
        var id = item.Text("request_id") ?? item.Text("history_item_id");
        return RequestIds.IsSafe(id) ? id : null;
    }
}
