using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.X;

/// <summary>X: search in the posts of the last seven days, and posts of one's own, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class XProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "x";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Token, base URL, timeouts.</param>
    /// <param name="clock">Time for the window that is searched, for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a token, a URL, a query or a body.</param>
    /// <exception cref="ArgumentException">The token, the base URL or the bound on queries cannot be used.</exception>
    public XProvider(XOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QueryCharactersMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.QueryCharactersMax, 4096, nameof(options));
        var endpoint = new ProviderEndpoint(Id, Root(options.BaseUrl), "Bearer", options.BearerToken, "X_BEARER_TOKEN", options.AllowPlainHttp);
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<XProvider>());
        Publisher = options.UserToken is { } token ? new XPostPublisher(new AuthorizedHttp(_http, new FixedToken(UserToken(token)))) : null;
        Posts = new XPostSearch(_http, options.QueryCharactersMax, clock);
    }

    /// <summary>Public posts.</summary>
    public IPostSearch Posts { get; }

    /// <summary>Posts of the account; null without a token of it.</summary>
    public IPostPublisher? Publisher { get; }

    /// <inheritdoc/>
    IPostPublisher? IProvider.PostPublisher => Publisher;

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string UserToken(string token)
    {
        var trimmed = token.Trim();
        return trimmed.Length > 0 && trimmed.All(letter => letter is > ' ' and <= '~')
            ? trimmed
            : throw new ArgumentException($"{Id}: the token in X_USER_TOKEN is empty or holds a character that no token has; copy it anew.", nameof(token));
    }

    // X's own examples write the base URL with the version, so people set it that way.
    private static Uri Root(Uri baseUrl)
    {
        if (!baseUrl.IsAbsoluteUri) return baseUrl;
        var path = baseUrl.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/2", StringComparison.Ordinal) ? new UriBuilder(baseUrl) { Path = path[..^"/2".Length] }.Uri : baseUrl;
    }
}
