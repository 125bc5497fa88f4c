using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>Google's Gemini Developer API: text, images and vectors over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class GeminiProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "gemini";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">The key or the base URL cannot be used.</exception>
    public GeminiProvider(GeminiOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(
            Id, Root(options.BaseUrl), "", options.ApiKey, "GEMINI_API_KEY", options.AllowPlainHttp, keyHeader: "x-goog-api-key");
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<GeminiProvider>());
        Chat = new GeminiChatModel(_http, options.ChatModels);
        Images = new GeminiImageGenerator(_http, options.ImageModels);
        Embeddings = new GeminiEmbeddingModel(_http, options.EmbeddingModels);
    }

    /// <summary>Text.</summary>
    public IChatModel Chat { get; }

    /// <summary>Images.</summary>
    public IImageGenerator Images { get; }

    /// <summary>Vectors.</summary>
    public IEmbeddingModel Embeddings { get; }

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Google's own examples write the base URL with the version, so people set it that way.
    private static Uri Root(Uri baseUrl)
    {
        if (!baseUrl.IsAbsoluteUri) return baseUrl;
        var path = baseUrl.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/v1beta", StringComparison.Ordinal) ? new UriBuilder(baseUrl) { Path = path[..^"/v1beta".Length] }.Uri : baseUrl;
    }
}
