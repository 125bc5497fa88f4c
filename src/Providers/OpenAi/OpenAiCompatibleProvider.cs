using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>A server of the OpenAI form, of one's own or rented: any model it has, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class OpenAiCompatibleProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "openai-compatible";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key if there is one, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">The key or the base URL cannot be used.</exception>
    public OpenAiCompatibleProvider(OpenAiCompatibleOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var endpoint = new ProviderEndpoint(
            Id, OpenAiBaseUrl.WithVersion(options.BaseUrl), "Bearer", options.ApiKey, "OPENAI_COMPATIBLE_API_KEY", options.AllowPlainHttp, needsKey: false);
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<OpenAiCompatibleProvider>());
        var dialect = OpenAiDialect.Compatible with { JsonAnswer = options.JsonAnswer };
        Chat = new OpenAiChatModel(_http, dialect, []);
        Images = new OpenAiImageGenerator(_http, dialect, []);
        Embeddings = new OpenAiEmbeddingModel(_http, dialect, []);
        Speech = new OpenAiSpeechModel(_http, []);
    }

    /// <summary>Text.</summary>
    public IChatModel Chat { get; }

    /// <summary>Images.</summary>
    public IImageGenerator Images { get; }

    /// <summary>Vectors.</summary>
    public IEmbeddingModel Embeddings { get; }

    /// <summary>Spoken texts.</summary>
    public ISpeechModel Speech { get; }

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _http.Circuit;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
