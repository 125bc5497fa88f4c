using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Fal;

/// <summary>Where fal's queue is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key, from <c>FAL_KEY</c> or <c>FAL_AI_API_KEY</c>; often of the form <c>id:secret</c>.</param>
public sealed class FalOptions(string apiKey)
{
    private const string Host = "queue.fal.run";
    private const string PlatformHost = "https://api.fal.ai";

    /// <summary>Sent as a header only.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL of the queue. Plain http is for loopback.</summary>
    /// <value><c>https://queue.fal.run</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://queue.fal.run");

    /// <summary>Where fal tells which requests there were; null for fal's own host of that, and for the base URL where that is somebody else's.</summary>
    public Uri? PlatformUrl { get; init; }

    /// <summary>Allows plain http to other hosts, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Video models, so that a new one needs no new program.</summary>
    /// <value><see cref="FalModels.Video"/>.</value>
    public IReadOnlyList<FalVideoModel> VideoModels { get; init; } = FalModels.Video;

    /// <summary>Image models; each has <see cref="ImageModel.Shapes"/>, because pixels are what is ordered and billed.</summary>
    /// <value><see cref="FalModels.Image"/>.</value>
    public IReadOnlyList<ImageModel> ImageModels { get; init; } = FalModels.Image;

    /// <summary>Where fal tells which requests there were, in fact.</summary>
    internal Uri PlatformAt => PlatformUrl ?? (string.Equals(BaseUrl.Host, Host, StringComparison.OrdinalIgnoreCase) ? new Uri(PlatformHost) : BaseUrl);
}
