using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Did;

/// <summary>Where D-ID is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key exactly as the studio shows it, from <c>DID_API_KEY</c>: it is a user and a secret already, and encoding it again gives 401.</param>
public sealed class DidOptions(string apiKey)
{
    /// <summary>Sent as a header only.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL. Plain http is for loopback.</summary>
    /// <value><c>https://api.d-id.com</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://api.d-id.com");

    /// <summary>Allows plain http to other hosts, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();
}

/// <summary>D-ID: a still face that speaks, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class DidProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "did";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a text or a body.</param>
    /// <exception cref="ArgumentException">The key or the base URL cannot be used.</exception>
    public DidProvider(DidOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(Id, options.BaseUrl, "Basic", options.ApiKey, "DID_API_KEY", options.AllowPlainHttp);
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<DidProvider>());
        TalkingHeads = new DidTalks(_http);
    }

    /// <summary>Clips of a face that speaks.</summary>
    public ITalkingHead TalkingHeads { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
