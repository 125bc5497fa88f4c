using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>OpenAI: chat, images, vectors and speech over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class OpenAiProvider : IProvider
{
    /// <summary>Id in the ledger, in reservations and in messages.</summary>
    public const string Id = "openai";

    private readonly ProviderHttp _http;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Key, base URL, timeouts.</param>
    /// <param name="clock">Time for timeouts, pauses and the circuit breaker.</param>
    /// <param name="random">Source of the jitter between retries of free requests; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a key, a URL, a prompt or a body.</param>
    /// <exception cref="ArgumentException">The key, the base URL or the quality cannot be used.</exception>
    public OpenAiProvider(OpenAiOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        if (options.ImageQuality is not ("low" or "medium" or "high"))
        {
            throw new ArgumentException($"{Id}: the image quality is '{options.ImageQuality}'; one of: low, medium, high.", nameof(options));
        }

        var endpoint = new ProviderEndpoint(
            Id, OpenAiBaseUrl.WithVersion(options.BaseUrl), "Bearer", options.ApiKey, "OPENAI_API_KEY", options.AllowPlainHttp);
        _http = new ProviderHttp(endpoint, options.Http, clock, random, loggers.CreateLogger<OpenAiProvider>());
        var dialect = OpenAiDialect.OpenAi with { ImageQuality = options.ImageQuality };
        Chat = options.StoresAnswers ? new OpenAiStoredChatModel(_http, dialect, OpenAiModels.Chat, options.IsKnownToStore) : new OpenAiChatModel(_http, dialect, OpenAiModels.Chat);
        Images = new OpenAiImageGenerator(_http, dialect, options.ImageModels);
        Embeddings = new OpenAiEmbeddingModel(_http, dialect, OpenAiModels.Embedding);
        Speech = new OpenAiSpeechModel(_http, OpenAiModels.Speech);
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
