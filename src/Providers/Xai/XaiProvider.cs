using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Xai;

/// <summary>xAI: video, images and chat over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class XaiProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "xai";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">The key or the base URL cannot be used.</exception>
    public XaiProvider(XaiOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(Id, Root(options.BaseUrl), "Bearer", options.ApiKey, "XAI_API_KEY", options.AllowPlainHttp);
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<XaiProvider>());
        Video = new XaiVideoGenerator(_http, options.VideoModels);
        Images = new XaiImageGenerator(_http, options.ImageModels);
        Chat = new XaiChatModel(_http);
    }

    /// <summary>Clips.</summary>
    public IVideoGenerator Video { get; }

    /// <summary>Images.</summary>
    public IImageGenerator Images { get; }

    /// <summary>Text.</summary>
    public IDeferredChatModel Chat { get; }

    /// <inheritdoc/>
    IChatModel? IProvider.Chat => Chat;

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Many tools want the base URL with /v1, so people set it that way.
    private static Uri Root(Uri baseUrl)
    {
        if (!baseUrl.IsAbsoluteUri) return baseUrl;
        var path = baseUrl.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/v1", StringComparison.Ordinal) ? new UriBuilder(baseUrl) { Path = path[..^3] }.Uri : baseUrl;
    }
}
