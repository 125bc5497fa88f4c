using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.YouTube;

/// <summary>Tokens for refresh tokens, and whose channel a token is for. Any refresh token is good, except <c>bad-token</c>. Safe for several threads.</summary>
internal sealed class YouTubeDoor(TimeProvider clock)
{
    private const int LifetimeSeconds = 3599;

    private readonly ConcurrentDictionary<string, Holder> _tokens = new(StringComparer.Ordinal);
    private int _issued;

    /// <summary>POST /youtube/token.</summary>
    public async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var refresh = form["refresh_token"].ToString();
        if (form["grant_type"] != "refresh_token" || form["client_id"].ToString().Length == 0 || form["client_secret"].ToString().Length == 0)
        {
            await RefuseAsync(context, 401, "invalid_client", "The OAuth client was not found.");
            return;
        }

        if (refresh.Length == 0 || refresh == "bad-token")
        {
            await RefuseAsync(context, 400, "invalid_grant", "Token has been expired or revoked.");
            return;
        }

        var keyId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(refresh)))[..12];
        var token = string.Create(CultureInfo.InvariantCulture, $"ya29.simulated-{keyId}-{Interlocked.Increment(ref _issued)}");
        _tokens[token] = new Holder(keyId, clock.GetUtcNow().AddSeconds(LifetimeSeconds), !refresh.StartsWith("unaudited", StringComparison.Ordinal));
        var answer = new JsonObject { ["access_token"] = token, ["expires_in"] = LifetimeSeconds, ["scope"] = "https://www.googleapis.com/auth/youtube", ["token_type"] = "Bearer" };
        await Reply.WriteAsync(context, answer.ToJsonString());
    }

    /// <summary>Whose request it is; null when it was answered with 401.</summary>
    public async Task<Holder?> EnterAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.Ordinal) && _tokens.TryGetValue(header["Bearer ".Length..], out var holder) && holder.Until > clock.GetUtcNow())
        {
            return holder;
        }

        await YouTubeErrors.ReasonAsync(context, 401, "authError", "Invalid Credentials", "global");
        return null;
    }

    private static Task RefuseAsync(HttpContext context, int status, string error, string description)
    {
        context.Response.StatusCode = status;
        return Reply.WriteAsync(context, new JsonObject { ["error"] = error, ["error_description"] = description }.ToJsonString());
    }

    /// <summary>Whom a token is for.</summary>
    /// <param name="KeyId">Stands for the account.</param>
    /// <param name="Until">When the token ends.</param>
    /// <param name="IsAudited">False for refresh tokens that begin with <c>unaudited</c>: what such a project uploads stays private.</param>
    internal sealed record Holder(string KeyId, DateTimeOffset Until, bool IsAudited);
}
