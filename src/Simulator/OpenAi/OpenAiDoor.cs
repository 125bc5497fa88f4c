using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>What every order passes before it is looked at: key, rate limit, JSON body.</summary>
internal sealed class OpenAiDoor(OpenAiAccount account, RateLimiter limiter)
{
    private const int RetryAfterSeconds = 1;

    /// <summary>An order that came through.</summary>
    internal readonly record struct Visit(string KeyId, JsonElement Body);

    /// <summary>Lets an order in, or answers it.</summary>
    public async Task<Visit?> EnterAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is not { } keyId) return null;

        var isAdmitted = limiter.TryAdmit(account.Provider, keyId);
        TellLimits(context.Response, keyId);
        if (!isAdmitted)
        {
            await FaultPlayer.RateLimitAsync(context, account.IsOwnServer ? null : RetryAfterSeconds, OpenAiErrors.Instance);
            return null;
        }

        var body = context.Request.HasJsonContentType() ? await Reply.ReadObjectAsync(context.Request) : null;
        if (body is not null) return new Visit(keyId, body.Value);
        await OpenAiErrors.WriteAsync(context, new OpenAiProblem(400, "We could not parse the JSON body of your request: it must be an object."));
        return null;
    }

    /// <summary>What stands for the caller's key; null when there is none and that was answered.</summary>
    public async Task<string?> KeyIdAsync(HttpContext context)
    {
        var check = ApiKey.Check(context.Request, "Bearer", out var keyId);
        if (check == KeyCheck.Good) return keyId;
        if (account.IsOwnServer) return "none";
        await OpenAiErrors.WriteAsync(context, check == KeyCheck.Wrong ? OpenAiProblem.WrongKey : OpenAiProblem.MissingKey);
        return null;
    }

    // The window slides over a second, so after a second there is all the room again. Resets are durations, not seconds.
    private void TellLimits(HttpResponse response, string keyId)
    {
        if (account.IsOwnServer || limiter.PerSecond is not { } limit || limiter.RoomFor(account.Provider, keyId) is not { } room) return;
        response.Headers["x-ratelimit-limit-requests"] = limit.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-ratelimit-remaining-requests"] = room.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-ratelimit-reset-requests"] = room == limit ? "0s" : "1s";
    }
}
