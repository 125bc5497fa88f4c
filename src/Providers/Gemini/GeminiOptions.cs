using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>Where Google's Gemini Developer API is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key, from <c>GEMINI_API_KEY</c> or <c>GOOGLE_API_KEY</c>.</param>
public sealed class GeminiOptions(string apiKey)
{
    /// <summary>Sent as a header only, never in a URL.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL, with or without <c>/v1beta</c>. Plain http is for loopback.</summary>
    /// <value><c>https://generativelanguage.googleapis.com</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://generativelanguage.googleapis.com");

    /// <summary>Allows plain http to other hosts, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Language models, so that a new one needs no new program.</summary>
    /// <value><see cref="GeminiModels.Chat"/>.</value>
    public IReadOnlyList<string> ChatModels { get; init; } = GeminiModels.Chat;

    /// <summary>Image models.</summary>
    /// <value><see cref="GeminiModels.Image"/>.</value>
    public IReadOnlyList<ImageModel> ImageModels { get; init; } = GeminiModels.Image;

    /// <summary>Models that make vectors.</summary>
    /// <value><see cref="GeminiModels.Embedding"/>.</value>
    public IReadOnlyList<string> EmbeddingModels { get; init; } = GeminiModels.Embedding;
}
