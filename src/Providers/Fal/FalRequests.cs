using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Fal;

/// <summary>
/// Which requests an account sent to a model, by fal's platform API: <c>GET /v1/models/requests/by-endpoint</c> with <c>endpoint_id</c>,
/// <c>start</c>, <c>expand=payloads</c>, <c>limit</c> and <c>cursor</c> gives <c>items[]</c> with <c>request_id</c>, <c>sent_at</c>, <c>ended_at</c> and
/// <c>json_input</c> (fal.ai/docs/platform-apis/v1/models/requests/by-endpoint, 2026). Sorted by their ends; that waiting ones are listed is not said.
/// </summary>
internal sealed class FalRequests(ProviderHttp http)
{
    private const int RequestsPerPage = 100;

    private static readonly string[] WhatTellsApart = ["prompt", "seed"];

    /// <summary>Requests with an input that were sent since a moment, the oldest first.</summary>
    /// <exception cref="ProviderException">The list could not be read, or leaves open whether it holds the input.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(string model, JsonObject input, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var path = $"/v1/models/requests/by-endpoint?endpoint_id={Uri.EscapeDataString(model)}&expand=payloads&limit={RequestsPerPage}"
            + $"&start={Uri.EscapeDataString(since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))}";
        var call = new ProviderCall("request list", path) { Prompt = (string?)input["prompt"], ReplyBytesMax = Limits.RequestListBytesMax };
        var wanted = JsonElement.Parse(input.ToJsonString());
        var found = new List<(string Id, DateTimeOffset SentAt)>();
        string? cursor = null;
        for (var number = 0; number < NewestFirst.PagesMax; number++)
        {
            var page = cursor is null ? call : call with { Path = $"{path}&cursor={Uri.EscapeDataString(cursor)}" };
            var reply = await http.GetAsync(page, cancellationToken);
            if (reply.Body?.Array("items") is not { } items) throw http.Unexpected(page, reply, "the answer holds no items", MoneySpent.No);
            foreach (var item in items.EnumerateArray())
            {
                if (Match(page, item, wanted) is { } match && match.SentAt >= since) found.Add(match);
            }

            cursor = reply.Body.Value.Flag("has_more") == true ? reply.Body.Value.Text("next_cursor") : null;
            if (cursor is null) return [.. found.OrderBy(request => request.SentAt).Select(request => request.Id)];
        }

        throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "the list of requests is too long to be read to its end", MoneySpent.No);
    }

    /// <summary>A request whose input holds all that ours says. What differs in nothing but what fal may have written otherwise leaves it open.</summary>
    private (string Id, DateTimeOffset SentAt)? Match(ProviderCall call, JsonElement item, JsonElement wanted)
    {
        if (item.Object("json_input") is not { } input)
        {
            throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "a request of that time is listed without its input, so it may be this one", MoneySpent.No);
        }

        if (!WhatTellsApart.All(name => IsSame(input, wanted, name))) return null;
        if (!wanted.EnumerateObject().All(field => IsSame(input, wanted, field.Name)))
        {
            throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "a request of that time has the same prompt and other settings, so it may be this one", MoneySpent.No);
        }

        return item.Text("request_id") is { } id && RequestIds.IsSafe(id)
            && DateTimeOffset.TryParse(item.Text("sent_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sentAt)
            ? (id, sentAt)
            : throw http.Failed(call, ProviderErrorCode.UnexpectedReply, "a request with the same input is listed without an id or the time when it was sent", MoneySpent.No);
    }

    private static bool IsSame(JsonElement input, JsonElement wanted, string name) =>
        wanted.TryGetProperty(name, out var ours) ? input.TryGetProperty(name, out var theirs) && JsonElement.DeepEquals(ours, theirs) : !input.TryGetProperty(name, out _);
}
