using System.Text.Json;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>What every order at Gemini passes before it is looked at: key, rate limit, JSON body.</summary>
internal sealed class GeminiDoor(RateLimiter limiter)
{
    private const string KeyHeader = "x-goog-api-key";

    /// <summary>An order that came through.</summary>
    internal readonly record struct Visit(string KeyId, string Model, JsonElement Body);

    /// <summary>Lets an order for one of some models in, or answers it.</summary>
    public async Task<Visit?> EnterAsync(HttpContext context, IReadOnlyList<string> models)
    {
        var check = ApiKey.CheckHeader(context.Request, KeyHeader, out var keyId);
        if (check != KeyCheck.Good)
        {
            await GeminiErrors.KeyAsync(context, check);
            return null;
        }

        if (!limiter.TryAdmit("gemini", keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, GeminiErrors.Instance);
            return null;
        }

        var model = (string)context.GetRouteValue("model")!;
        if (!models.Contains(model))
        {
            await GeminiErrors.Instance.WriteAsync(context, 404, $"models/{model} is not found for API version v1beta, or does not support this method.");
            return null;
        }

        if (await Reply.ReadObjectAsync(context.Request) is { } body) return new Visit(keyId, model, body);
        await GeminiErrors.Instance.WriteAsync(context, 400, "Invalid JSON payload received. Expected an object.");
        return null;
    }

    /// <summary>Checks the key of a free question, and answers it when there is none.</summary>
    public static async Task<bool> HasKeyAsync(HttpContext context)
    {
        var check = ApiKey.CheckHeader(context.Request, KeyHeader, out _);
        if (check == KeyCheck.Good) return true;
        await GeminiErrors.KeyAsync(context, check);
        return false;
    }
}
