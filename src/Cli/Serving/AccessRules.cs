using FunctionsPipeline.Api;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Cli.Serving;

/// <summary>
/// Who may ask for what. Reading is for every program of this machine, changing for those with the token; a page of another origin in a
/// browser may do neither.
/// </summary>
internal sealed class AccessRules(ApiToken token)
{
    // As on Azure, so that one script serves both hosts.
    private const string KeyHeader = "x-functions-key";
    private const string BearerPrefix = "Bearer ";

    /// <summary>Lets a request through, or answers it.</summary>
    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (Refusal(context.Request) is { } problem)
        {
            if (problem.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
            await problem.ToResult().ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private ApiProblem? Refusal(HttpRequest request)
    {
        // A name of somebody else's that leads here is how pages get round the rule of origins.
        if (request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
        {
            return ApiProblem.Of(403, "foreign_host", "This host answers to 127.0.0.1 and localhost only.");
        }

        if (request.Headers.TryGetValue("Origin", out var origin) && origin != $"{request.Scheme}://{request.Host}")
        {
            return ApiProblem.Of(403, "foreign_origin", "Pages of other origins may not use this host.");
        }

        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return null;
        return TokenOf(request) switch
        {
            null => ApiProblem.Of(401, "token_missing", $"This changes something and needs the token, as '{KeyHeader}' or as 'Authorization: {BearerPrefix}...'.", Hint),
            var given when !token.IsRight(given) => ApiProblem.Of(401, "token_wrong", "The token is not this host's.", Hint),
            _ => null,
        };
    }

    private string Hint => token.FilePath is { } path ? $"It stands in {path}." : "It is the one the host was started with.";

    private static string? TokenOf(HttpRequest request)
    {
        if (request.Headers[KeyHeader] is [{ Length: > 0 } key]) return key;
        return request.Headers.Authorization is [{ } header] && header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? header[BearerPrefix.Length..].Trim()
            : null;
    }
}
