using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Xai;

/// <summary>Where xAI is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key, from <c>XAI_API_KEY</c>.</param>
public sealed class XaiOptions(string apiKey)
{
    /// <summary>Sent as a header only.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL, with or without <c>/v1</c>. Plain http is for loopback.</summary>
    /// <value><c>https://api.x.ai</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://api.x.ai");

    /// <summary>Allows plain http to other hosts, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Video models, so that a new one needs no new program.</summary>
    /// <value><see cref="XaiModels.Video"/>.</value>
    public IReadOnlyList<VideoModel> VideoModels { get; init; } = XaiModels.Video;

    /// <summary>Image models.</summary>
    /// <value><see cref="XaiModels.Image"/>.</value>
    public IReadOnlyList<ImageModel> ImageModels { get; init; } = XaiModels.Image;
}
