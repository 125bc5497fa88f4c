using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.ElevenLabs;

/// <summary>What an account had spoken. The list leaves the times of the characters out, a single item has them. Safe for several threads.</summary>
internal sealed class ElevenLabsHistory(ListedCalls listed)
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    /// <summary>GET /v1/history.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (await ElevenLabsSpeech.KeyIdAsync(context) is not { } keyId) return;
        var query = context.Request.Query;
        var (voice, model, after) = (query["voice_id"].ToString(), query["model_id"].ToString(), query["start_after_history_item_id"].ToString());
        var since = long.TryParse(query["date_after_unix"], NumberStyles.None, CultureInfo.InvariantCulture, out var unix) ? unix : 0;
        var size = int.TryParse(query["page_size"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, LargestPage) : UsualPage;
        var all = Spoken(keyId).Where(entry => (voice.Length == 0 || entry.Order.Voice.Id == voice)
            && (model.Length == 0 || entry.Order.Model == model) && entry.Call.Facts.AcceptedAt.ToUnixTimeSeconds() >= since);
        if (query["sort_direction"] != "asc") all = all.Reverse();
        if (after.Length > 0) all = all.SkipWhile(entry => IdOf(entry.Call) != after).Skip(1);
        var page = all.Take(size + 1).ToList();
        var hasMore = page.Count > size;
        if (hasMore) page.RemoveAt(size);
        await Reply.WriteAsync(context, new JsonObject
        {
            ["history"] = new JsonArray([.. page.Select(entry => (JsonNode)ItemOf(entry.Call, entry.Order))]),
            ["last_history_item_id"] = page.Count > 0 ? IdOf(page[^1].Call) : null,
            ["has_more"] = hasMore,
        }.ToJsonString());
    }

    /// <summary>GET /v1/history/{id}.</summary>
    public async Task GetAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not var (call, order)) return;
        var item = ItemOf(call, order);
        var (sound, file) = await ElevenLabsSpeech.MakeAsync(call, order, context.RequestAborted);
        if (file.Length > 0)
        {
            var times = JsonSerializer.Serialize(ElevenLabsSpeech.AlignmentOf(order.Text, sound), ElevenLabsJson.Default.ElevenLabsAlignment);
            item["alignments"] = new JsonObject { ["alignment"] = JsonNode.Parse(times), ["normalized_alignment"] = JsonNode.Parse(times) };
        }

        await Reply.WriteAsync(context, item.ToJsonString());
    }

    /// <summary>GET /v1/history/{id}/audio.</summary>
    public async Task AudioAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not var (call, order)) return;
        var (_, file) = await ElevenLabsSpeech.MakeAsync(call, order, context.RequestAborted);
        context.Response.ContentType = order.Form.MediaType;
        await context.Response.Body.WriteAsync(file, context.RequestAborted);
    }

    private async Task<(Call Call, ElevenLabsOrder Order)?> FindAsync(HttpContext context, string id)
    {
        if (await ElevenLabsSpeech.KeyIdAsync(context) is not { } keyId) return null;
        var found = Spoken(keyId).Where(entry => IdOf(entry.Call) == id).ToList();
        if (found.Count > 0) return found[0];
        await ElevenLabsErrors.WriteAsync(context, StatusCodes.Status404NotFound, "history_item_not_found", $"A history item with ID {id} was not found.");
        return null;
    }

    private IEnumerable<(Call Call, ElevenLabsOrder Order)> Spoken(string keyId) => listed.Ended("elevenlabs", "speech", keyId)
        .Where(call => call.Facts.Ending == CallState.Done)
        .Select(call => (call, ElevenLabsOrder.FromListing(call.Facts.Listing!)));

    private static JsonObject ItemOf(Call call, ElevenLabsOrder order) => new()
    {
        ["history_item_id"] = IdOf(call),
        ["request_id"] = call.Facts.RequestId,
        ["voice_id"] = order.Voice.Id,
        ["model_id"] = order.Model,
        ["voice_name"] = order.Voice.Name,
        ["text"] = order.Text,
        ["date_unix"] = call.Facts.AcceptedAt.ToUnixTimeSeconds(),
        ["character_count_change_from"] = 0,
        ["character_count_change_to"] = order.Text.Length,
        ["content_type"] = order.Form.MediaType,
        ["state"] = "created",
        ["source"] = "TTS",
        ["alignments"] = null,
    };

    private static string IdOf(Call call) => Guid.Parse(call.Facts.RequestId).ToString("N")[..20];
}
