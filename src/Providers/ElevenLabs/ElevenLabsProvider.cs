using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.ElevenLabs;

/// <summary>ElevenLabs: speech with the time of every character, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class ElevenLabsProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "elevenlabs";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a text or a body.</param>
    /// <exception cref="ArgumentException">The key or the base URL cannot be used.</exception>
    public ElevenLabsProvider(ElevenLabsOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(
            Id, options.BaseUrl, scheme: "", options.ApiKey, "ELEVENLABS_API_KEY", options.AllowPlainHttp, keyHeader: "xi-api-key");
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<ElevenLabsProvider>());
        Speech = new ElevenLabsSpeechModel(_http, options.Models, options.IsKnownToKeepHistory);
    }

    /// <summary>Spoken texts.</summary>
    public ISpeechModel Speech { get; }

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
