using System.Text;

namespace FunctionsPipeline.Providers;

/// <summary>
/// What went wrong, in a form that programs may store and compare. The snake_case text of a code
/// (<see cref="ProviderErrorCodes.ToText"/>) is part of the record of a run and never changes its meaning.
/// </summary>
public enum ProviderErrorCode
{
    /// <summary>No answer within the time allowed.</summary>
    Timeout,

    /// <summary>No connection: refused, or the host or network cannot be reached.</summary>
    ConnectionRefused,

    /// <summary>The connection broke before the reply was complete.</summary>
    ConnectionLost,

    /// <summary>The host name has no address.</summary>
    DnsFailure,

    /// <summary>The TLS handshake failed, for example an untrusted certificate.</summary>
    TlsFailure,

    /// <summary>The provider failed often of late; nothing is sent until the circuit closes.</summary>
    CircuitOpen,

    /// <summary>HTTP 429.</summary>
    RateLimited,

    /// <summary>The key is missing or wrong.</summary>
    Unauthorized,

    /// <summary>The key may not do this, or the account is blocked or out of credit.</summary>
    Forbidden,

    /// <summary>The provider, or our own check before sending, does not accept the request.</summary>
    InvalidRequest,

    /// <summary>No such model, path or request id.</summary>
    NotFound,

    /// <summary>Refused for its content.</summary>
    ContentRefused,

    /// <summary>HTTP 5xx.</summary>
    ServerError,

    /// <summary>A reply that is not what the provider documents.</summary>
    UnexpectedReply,

    /// <summary>The caller cancelled a paid request before any of it was sent.</summary>
    Cancelled,

    /// <summary>The reservation belongs to another provider.</summary>
    ReservationMismatch,

    /// <summary>The provider accepted the generation and failed at it.</summary>
    GenerationFailed,

    /// <summary>The provider dropped the generation or its result.</summary>
    GenerationExpired,

    /// <summary>The link to the result no longer works.</summary>
    LinkExpired,

    /// <summary>The downloaded file is broken inside.</summary>
    DownloadCorrupt,

    /// <summary>The downloaded file is shorter than it should be.</summary>
    DownloadTruncated,

    /// <summary>The file is larger than the cap.</summary>
    DownloadTooLarge,

    /// <summary>Something other than a video came, for example an HTML page.</summary>
    DownloadWrongType,

    /// <summary>The download stopped moving, or took longer than allowed in all.</summary>
    DownloadStalled,

    /// <summary>The link points where downloads may not go.</summary>
    DownloadRefused,

    /// <summary>The disk did not take the file: full, read-only or not permitted.</summary>
    DownloadNotWritten,
}

/// <summary>The stable text of a <see cref="ProviderErrorCode"/>.</summary>
public static class ProviderErrorCodes
{
    private static readonly Dictionary<ProviderErrorCode, string> Texts =
        Enum.GetValues<ProviderErrorCode>().ToDictionary(code => code, code => ToSnakeCase(code.ToString()));

    private static readonly Dictionary<string, ProviderErrorCode> Codes =
        Texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>For example <c>rate_limited</c>.</summary>
    public static string ToText(this ProviderErrorCode code) => Texts[code];

    /// <summary>Reads a stored text.</summary>
    public static bool TryParse(string text, out ProviderErrorCode code) => Codes.TryGetValue(text, out code);

    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
