using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.HackerNews;

/// <summary>Where Hacker News is and how it is used. It is public and wants no key.</summary>
public sealed class HackerNewsOptions
{
    /// <summary>Base URL with the version.</summary>
    /// <value><c>https://hacker-news.firebaseio.com/v0</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://hacker-news.firebaseio.com/v0");

    /// <summary>Timeouts, retries, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();
}

/// <summary>Hacker News: stories and what is told in them, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class HackerNewsProvider : IProvider
{
    /// <summary>Id in messages.</summary>
    public const string Id = "hackernews";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a URL or a body.</param>
    /// <exception cref="ArgumentException">The base URL cannot be used.</exception>
    public HackerNewsProvider(HackerNewsOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(Id, options.BaseUrl, scheme: "", apiKey: "", keyVariable: "", needsKey: false);
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<HackerNewsProvider>());
        Stories = new HackerNewsStories(_http);
    }

    /// <summary>Raw stories.</summary>
    public IStorySource Stories { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
