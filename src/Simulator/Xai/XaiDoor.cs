using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Xai;

/// <summary>What every order at xAI passes before it is looked at: key, rate limit, JSON body.</summary>
internal sealed class XaiDoor(RateLimiter limiter)
{
    /// <summary>An order that came through.</summary>
    internal readonly record struct Visit(string KeyId, JsonElement Body);

    /// <summary>Lets an order in, or answers it.</summary>
    public async Task<Visit?> EnterAsync(HttpContext context)
    {
        var check = ApiKey.Check(context.Request, "Bearer", out var keyId);
        if (check != KeyCheck.Good)
        {
            await AnswerAsync(context, check);
            return null;
        }

        if (!limiter.TryAdmit("xai", keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, XaiErrors.Instance);
            return null;
        }

        var body = context.Request.HasJsonContentType() ? await Reply.ReadObjectAsync(context.Request) : null;
        if (body is not null) return new Visit(keyId, body.Value);
        await XaiErrors.UnreadableAsync(context);
        return null;
    }

    /// <summary>Checks the key of a free question, and answers it when there is none.</summary>
    public static async Task<bool> HasKeyAsync(HttpContext context)
    {
        var check = ApiKey.Check(context.Request, "Bearer", out _);
        if (check == KeyCheck.Good) return true;
        await AnswerAsync(context, check);
        return false;
    }

    private static Task AnswerAsync(HttpContext context, KeyCheck check) =>
        check == KeyCheck.Wrong ? XaiErrors.WrongKeyAsync(context) : XaiErrors.MissingKeyAsync(context);
}
