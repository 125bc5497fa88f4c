using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Fal;

/// <summary>fal.ai: video and images through its queue, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class FalProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "fal";

    private readonly ProviderHttp _http;
    private readonly ProviderHttp _platform;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">The key, the base URL or a model's name cannot be used.</exception>
    public FalProvider(FalOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<FalProvider>();
        _http = Open(options.BaseUrl);
        _platform = Open(options.PlatformAt);
        var queue = new FalQueue(_http);
        Video = new FalVideoGenerator(queue, options.VideoModels);
        Images = new FalImageGenerator(queue, new FalRequests(_platform), options.ImageModels);

        ProviderHttp Open(Uri url)
        {
            var endpoint = new ProviderEndpoint(Id, url, "Key", options.ApiKey, "FAL_KEY", options.AllowPlainHttp);
            return new ProviderHttp(endpoint, options.Http, clock, new Random(random.Next()), logger);
        }
    }

    /// <summary>Clips.</summary>
    public IVideoGenerator Video { get; }

    /// <summary>Images.</summary>
    public IImageGenerator Images { get; }

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _platform.Dispose();
    }
}
