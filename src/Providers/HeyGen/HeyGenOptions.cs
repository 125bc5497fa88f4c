using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.HeyGen;

/// <summary>Where HeyGen is and how it is used. A class, not a record: its text must never show the key.</summary>
/// <param name="apiKey">Key, from <c>HEYGEN_API_KEY</c>.</param>
public sealed class HeyGenOptions(string apiKey)
{
    private const string Host = "api.heygen.com";
    private const string UploadHost = "https://upload.heygen.com";

    /// <summary>Sent as a header only.</summary>
    public string ApiKey { get; } = apiKey;

    /// <summary>Base URL. Plain http is for loopback.</summary>
    /// <value><c>https://api.heygen.com</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://" + Host);

    /// <summary>Where files are uploaded; null for HeyGen's own host of uploads, and for the base URL where that is somebody else's.</summary>
    public Uri? UploadUrl { get; init; }

    /// <summary>Allows plain http to other hosts, which shows the key to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Where files are uploaded in fact.</summary>
    internal Uri UploadsAt => UploadUrl ?? (string.Equals(BaseUrl.Host, Host, StringComparison.OrdinalIgnoreCase) ? new Uri(UploadHost) : BaseUrl);
}
