using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.HuggingFace;

/// <summary>Hugging Face: images by its router or by an inference endpoint, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class HuggingFaceProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "huggingface";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Token, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a token, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">The token or the base URL cannot be used.</exception>
    public HuggingFaceProvider(HuggingFaceOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(Id, options.BaseUrl, "Bearer", options.Token, "HF_TOKEN", options.AllowPlainHttp);
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<HuggingFaceProvider>());
        Images = new HuggingFaceImageGenerator(_http, options.ServesOneModel);
    }

    /// <summary>Images.</summary>
    public IImageGenerator Images { get; }

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
