using System.Net;
using System.Net.Http.Headers;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Where a provider is and how it knows us. Checked when made, so that a typing error shows before the first paid call.</summary>
internal sealed class ProviderEndpoint
{
    private readonly string _root;

    private readonly string _keyHeader;
    private readonly string _keyHeaderValue;

    /// <param name="providerId">Provider.</param>
    /// <param name="baseUrl">Where it is.</param>
    /// <param name="scheme">The word before the key in the header; empty when the header holds the key alone.</param>
    /// <param name="apiKey">The key.</param>
    /// <param name="keyVariable">Name of the environment variable that people set.</param>
    /// <param name="allowPlainHttp">Lets the key travel unencrypted to other hosts.</param>
    /// <param name="keyHeader">The header that holds the key.</param>
    /// <param name="needsKey">False for a server of one's own: without a key no header is sent, and plain http shows nobody's key.</param>
    /// <param name="hasTokens">True when each call brings a token of its own, which must not travel unencrypted either.</param>
    /// <exception cref="ArgumentException">The base URL or the key cannot be used; the message says why and never shows the key.</exception>
    public ProviderEndpoint(
        string providerId,
        Uri baseUrl,
        string scheme,
        string apiKey,
        string keyVariable,
        bool allowPlainHttp = false,
        string keyHeader = "Authorization",
        bool needsKey = true,
        bool hasTokens = false)
    {
        ProviderId = providerId;
        KeyVariable = keyVariable;
        var key = apiKey.Trim();
        var isOpen = key.Length == 0 && (!needsKey || hasTokens);
        CheckBaseUrl(baseUrl, providerId, allowPlainHttp || (isOpen && !hasTokens));
        IsOnLoopback = IsLoopback(baseUrl);
        _root = baseUrl.AbsoluteUri.TrimEnd('/');
        if (isOpen)
        {
            (_keyHeader, _keyHeaderValue, Redaction) = (keyHeader, "", new Redaction());
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

        _keyHeader = keyHeader;
        _keyHeaderValue = scheme.Length == 0 ? key : $"{scheme} {key}";
        Redaction = new Redaction(key);
    }

    public string ProviderId { get; }

    /// <summary>Name of the environment variable that people set, for messages.</summary>
    public string KeyVariable { get; }

    public Redaction Redaction { get; }

    public bool IsOnLoopback { get; }

    /// <summary>The URL of a path such as <c>/v1/videos</c>.</summary>
    public Uri At(string path) => new(_root + path);

    /// <summary>True for a link on the same scheme, host and port, where a token may go.</summary>
    public bool IsMine(Uri link) => Uri.Compare(link, new Uri(_root), UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Puts the key on a request, as a header and never in the URL.</summary>
    public void Sign(HttpRequestHeaders headers)
    {
        if (_keyHeaderValue.Length > 0) headers.TryAddWithoutValidation(_keyHeader, _keyHeaderValue);
    }

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
