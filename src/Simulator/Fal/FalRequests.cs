using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Fal;

/// <summary>fal's platform API as far as it tells which requests there were. It lists images that have ended; a video is asked for by its id.</summary>
internal sealed class FalRequests(ListedCalls listed)
{
    private const int UsualPage = 50;
    private const int LargestPage = 100;

    /// <summary>GET /v1/models/requests/by-endpoint: the last to end first.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var check = ApiKey.Check(context.Request, "Key", out var keyId);
        if (check != KeyCheck.Good)
        {
            await FalErrors.KeyAsync(context, check);
            return;
        }

        var query = context.Request.Query;
        var endpoints = query["endpoint_id"].SelectMany(value => (value ?? "").Split(',')).Where(value => value.Length > 0).ToList();
        if (endpoints.Count == 0 || !TryMoment(query["start"], out var start) || !TryMoment(query["end"], out var end))
        {
            await FalErrors.MachineAsync(context, StatusCodes.Status400BadRequest, "endpoint_id is required; start and end are ISO 8601 dates", "bad_request");
            return;
        }

        var most = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, LargestPage) : UsualPage;
        var from = int.TryParse(query["cursor"], NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : 0;
        var all = listed.Ended("fal", "image", keyId)
            .Where(call => endpoints.Contains(call.Facts.Model) && (start is null || call.ReadyAt >= start) && (end is null || call.ReadyAt < end))
            .Reverse().ToList();
        var hasPayloads = query["expand"].Any(value => value?.Split(',').Contains("payloads") == true);
        var hasMore = from + most < all.Count;
        await Reply.WriteAsync(context, new JsonObject
        {
            ["items"] = new JsonArray([.. all.Skip(from).Take(most).Select(call => (JsonNode)ItemOf(call, hasPayloads))]),
            ["next_cursor"] = hasMore ? (from + most).ToString(CultureInfo.InvariantCulture) : null,
            ["has_more"] = hasMore,
        }.ToJsonString());
    }

    private static JsonObject ItemOf(Call call, bool hasPayloads)
    {
        var facts = call.Facts;
        var item = new JsonObject
        {
            ["request_id"] = facts.RequestId,
            ["endpoint_id"] = facts.Model,
            ["sent_at"] = Moment(facts.AcceptedAt),
            ["started_at"] = Moment(call.ReadyAt!.Value - facts.Work),
            ["ended_at"] = Moment(call.ReadyAt.Value),
            ["status_code"] = facts.Ending == CallState.Done ? 200 : 422,
            ["duration"] = facts.Work.TotalSeconds,
        };
        if (hasPayloads && facts.Listing is { } input) item["json_input"] = JsonNode.Parse(input);
        return item;
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static bool TryMoment(string? text, out DateTimeOffset? at)
    {
        at = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return false;
        at = moment;
        return true;
    }
}
