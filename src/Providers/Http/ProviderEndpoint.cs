using System.Net;
using System.Net.Http.Headers;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Where a provider is and how it knows us. Checked when made, so that a typing error shows before the first paid call.</summary>
internal sealed class ProviderEndpoint
{
    private readonly string _root;

    /// <param name="providerId">Id in messages.</param>
    /// <param name="baseUrl">Where it is.</param>
    /// <param name="scheme">Scheme of the Authorization header.</param>
    /// <param name="apiKey">The key.</param>
    /// <param name="keyVariable">The environment variable that people set.</param>
    /// <param name="allowPlainHttp">True lets the key travel over plain http beyond loopback.</param>
    /// <param name="needsKey">False for a server of one's own: without a key no header is sent, and plain http shows nothing secret.</param>
    /// <exception cref="ArgumentException">The base URL or the key cannot be used; the message says why and never shows the key.</exception>
    public ProviderEndpoint(
        string providerId, Uri baseUrl, string scheme, string apiKey, string keyVariable, bool allowPlainHttp = false, bool needsKey = true)
    {
        ProviderId = providerId;
        KeyVariable = keyVariable;
        var key = apiKey.Trim();
        var isOpen = key.Length == 0 && !needsKey;
        CheckBaseUrl(baseUrl, providerId, allowPlainHttp || isOpen);
        IsOnLoopback = IsLoopback(baseUrl);
        _root = baseUrl.AbsoluteUri.TrimEnd('/');
        if (isOpen)
        {
            Redaction = new Redaction();
            return;
        }

        if (key.Length == 0)
        {
            throw new ArgumentException($"{providerId}: no API key; set {keyVariable}.", nameof(apiKey));
        }

        if (key.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new ArgumentException(
                $"{providerId}: the API key in {keyVariable} holds a space or a character that no key has; copy it anew.", nameof(apiKey));
        }

        Authorization = new AuthenticationHeaderValue(scheme, key);
        Redaction = new Redaction(key);
    }

    public string ProviderId { get; }

    /// <summary>Name of the environment variable that people set, for messages.</summary>
    public string KeyVariable { get; }

    /// <summary>Null when there is no key to send.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    public Redaction Redaction { get; }

    public bool IsOnLoopback { get; }

    /// <summary>The URL of a path such as <c>/v1/videos</c>.</summary>
    public Uri At(string path) => new(_root + path);

    private static void CheckBaseUrl(Uri baseUrl, string providerId, bool allowPlainHttp)
    {
        string? problem = null;
        if (!baseUrl.IsAbsoluteUri || (baseUrl.Scheme != Uri.UriSchemeHttps && baseUrl.Scheme != Uri.UriSchemeHttp))
        {
            problem = "must start with https:// (or http:// on loopback)";
        }
        else if (baseUrl.UserInfo.Length > 0)
        {
            problem = "must not hold a user name or a password";
        }
        else if (baseUrl.Query.Length > 0 || baseUrl.Fragment.Length > 0)
        {
            problem = "must not hold a query or a fragment";
        }
        else if (baseUrl.Scheme == Uri.UriSchemeHttp && !allowPlainHttp && !IsLoopback(baseUrl))
        {
            problem = "would send the key over plain http; use https";
        }

        if (problem is not null) throw new ArgumentException($"{providerId}: the base URL {problem}.", nameof(baseUrl));
    }

    private static bool IsLoopback(Uri url) =>
        string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));
}
