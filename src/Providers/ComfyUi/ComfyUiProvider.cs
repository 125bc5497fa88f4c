using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.ComfyUi;

/// <summary>A ComfyUI server of one's own: images through its queue, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class ComfyUiProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "comfyui";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Base URL, workflow, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of seeds and of the jitter between retries; used under locks, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">The base URL, the key or the workflow cannot be used.</exception>
    public ComfyUiProvider(ComfyUiOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(
            Id, options.BaseUrl, "Bearer", options.Key, "COMFYUI_API_KEY", options.AllowPlainHttp, needsKey: false);
        _http = new ProviderHttp(endpoint, options.Http, clock, new Random(random.Next()), loggers.CreateLogger<ComfyUiProvider>());
        Images = new ComfyUiImageGenerator(_http, new ComfyUiWorkflow(options.Workflow), options.CountMax, random);
    }

    /// <summary>Images.</summary>
    public IImageGenerator Images { get; }

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
