using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>Chat completions that were stored: only those that were ordered with <c>store</c>, once they are written.</summary>
internal sealed class OpenAiStoredChat(OpenAiAccount account, OpenAiDoor door, ListedCalls listed)
{
    private const string MetadataKey = "metadata[";
    private const int UsualPage = 20;
    private const int LargestPage = 100;

    /// <summary>GET /v1/chat/completions.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (await door.KeyIdAsync(context) is not { } keyId) return;
        var query = context.Request.Query;
        var wanted = query.Where(pair => pair.Key.StartsWith(MetadataKey, StringComparison.Ordinal) && pair.Key.EndsWith(']'))
            .Select(pair => (Key: pair.Key[MetadataKey.Length..^1], Value: pair.Value.ToString())).ToList();
        var model = query["model"].ToString();
        var all = Stored(keyId)
            .Where(completion => (model.Length == 0 || (string?)completion["model"] == model) && wanted.All(pair => (string?)completion["metadata"]![pair.Key] == pair.Value));
        if (query["order"] == "desc") all = all.Reverse();
        if (query["after"].ToString() is { Length: > 0 } after) all = all.SkipWhile(completion => (string?)completion["id"] != after).Skip(1);
        var most = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, LargestPage) : UsualPage;
        var page = all.Take(most + 1).ToList();
        var hasMore = page.Count > most;
        if (hasMore) page.RemoveAt(most);
        await Reply.WriteAsync(context, new JsonObject
        {
            ["object"] = "list",
            ["first_id"] = page.Count > 0 ? (string?)page[0]["id"] : null,
            ["last_id"] = page.Count > 0 ? (string?)page[^1]["id"] : null,
            ["has_more"] = hasMore,
            ["data"] = new JsonArray([.. page]),
        }.ToJsonString());
    }

    /// <summary>GET /v1/chat/completions/{id}.</summary>
    public async Task GetAsync(HttpContext context, string id)
    {
        if (await door.KeyIdAsync(context) is not { } keyId) return;
        if (Stored(keyId).FirstOrDefault(completion => (string?)completion["id"] == id) is { } found) await Reply.WriteAsync(context, found.ToJsonString());
        else await OpenAiErrors.WriteAsync(context, new OpenAiProblem(404, $"No completion found with id '{id}'."));
    }

    private IEnumerable<JsonObject> Stored(string keyId) => listed.Ended(account.Provider, "chat", keyId)
        .Where(call => call.Facts is { Listing: not null, Answer: not null })
        .Select(call =>
        {
            var completion = JsonNode.Parse(call.Facts.Answer!)!.AsObject();
            completion["metadata"] = JsonNode.Parse(call.Facts.Listing!);
            return completion;
        });
}
