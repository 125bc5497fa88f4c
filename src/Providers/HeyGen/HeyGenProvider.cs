using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.HeyGen;

/// <summary>HeyGen: a still face that speaks. Its API and its uploads lie on two hosts, each over a connection pool and a circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class HeyGenProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "heygen";

    private readonly ProviderHttp _api;
    private readonly ProviderHttp _uploads;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key, base URLs, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a text or a body.</param>
    /// <exception cref="ArgumentException">The key or a base URL cannot be used.</exception>
    public HeyGenProvider(HeyGenOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<HeyGenProvider>();
        _api = Open(options.BaseUrl);
        _uploads = Open(options.UploadsAt);
        TalkingHeads = new HeyGenVideos(_api, _uploads);

        ProviderHttp Open(Uri url)
        {
            var endpoint = new ProviderEndpoint(Id, url, scheme: "", options.ApiKey, "HEYGEN_API_KEY", options.AllowPlainHttp, keyHeader: "X-Api-Key");
            return new ProviderHttp(endpoint, options.Http, clock, new Random(random.Next()), logger);
        }
    }

    /// <summary>Clips of a face that speaks.</summary>
    public ITalkingHead TalkingHeads { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _api.Dispose();
        _uploads.Dispose();
    }
}
