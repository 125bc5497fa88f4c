using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Simulator.Accounts;

/// <summary>Result of looking at an Authorization header.</summary>
internal enum KeyCheck
{
    /// <summary>There is no header, or it has another scheme.</summary>
    Missing,

    /// <summary>The key is the one that stands for a wrong one.</summary>
    Wrong,

    /// <summary>Any other key.</summary>
    Good,
}

/// <summary>API keys: any is good, except <c>bad-key</c>. A key itself is never kept.</summary>
internal static class ApiKey
{
    private const string BadKey = "bad-key";

    /// <summary>Checks the header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="scheme">Scheme that the provider wants, for example <c>Bearer</c>.</param>
    /// <param name="keyId">A text that stands for the key, when it is good.</param>
    public static KeyCheck Check(HttpRequest request, string scheme, out string keyId)
    {
        keyId = "";
        string? header = request.Headers.Authorization;
        return header is null || !header.StartsWith(scheme + " ", StringComparison.Ordinal)
            ? KeyCheck.Missing
            : Judge(header[(scheme.Length + 1)..].Trim(), out keyId);
    }

    /// <summary>Checks a header that holds the key and nothing else.</summary>
    /// <param name="request">The request.</param>
    /// <param name="header">Name of the header.</param>
    /// <param name="keyId">A text that stands for the key, when it is good.</param>
    public static KeyCheck CheckHeader(HttpRequest request, string header, out string keyId) =>
        Judge(request.Headers[header].ToString().Trim(), out keyId);

    private static KeyCheck Judge(string key, out string keyId)
    {
        keyId = "";
        if (key.Length == 0) return KeyCheck.Missing;
        if (key == BadKey) return KeyCheck.Wrong;
        keyId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12];
        return KeyCheck.Good;
    }
}
