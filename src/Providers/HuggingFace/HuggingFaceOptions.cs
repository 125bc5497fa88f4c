using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.HuggingFace;

/// <summary>Where Hugging Face is and how it is used. A class, not a record: its text must never show the token.</summary>
/// <param name="token">Token, from <c>HF_TOKEN</c>; it needs the permission for Inference Providers.</param>
public sealed class HuggingFaceOptions(string token)
{
    private const string EndpointHosts = ".endpoints.huggingface.cloud";

    /// <summary>Sent as a header only.</summary>
    public string Token { get; } = token;

    /// <summary>The router, or the URL of an inference endpoint of one's own. Plain http is for loopback.</summary>
    /// <value><c>https://router.huggingface.co</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://router.huggingface.co");

    /// <summary>
    /// True when the base URL is that of one endpoint, which serves one model at its root. False for the router, which serves many below it.
    /// </summary>
    /// <value>Null: what the host of the base URL tells.</value>
    public bool? IsEndpoint { get; init; }

    /// <summary>Allows plain http to other hosts, which shows the token to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    internal bool ServesOneModel =>
        IsEndpoint ?? (BaseUrl.IsAbsoluteUri && BaseUrl.Host.EndsWith(EndpointHosts, StringComparison.OrdinalIgnoreCase));
}
