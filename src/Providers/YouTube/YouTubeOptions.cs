using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>Where YouTube is and whose channel it is. A class, not a record: its text must never show a secret.</summary>
/// <param name="clientId">Id of the OAuth client, from <c>YOUTUBE_CLIENT_ID</c>.</param>
/// <param name="clientSecret">Its secret, from <c>YOUTUBE_CLIENT_SECRET</c>.</param>
/// <param name="refreshToken">What the channel's owner consented to, from <c>YOUTUBE_REFRESH_TOKEN</c>. Service accounts do not work for channels.</param>
public sealed class YouTubeOptions(string clientId, string clientSecret, string refreshToken)
{
    /// <summary>Names the owner's consent.</summary>
    public const string RefreshTokenSetting = "YOUTUBE_REFRESH_TOKEN";

    private const string ClientIdSetting = "YOUTUBE_CLIENT_ID";
    private const string ClientSecretSetting = "YOUTUBE_CLIENT_SECRET";
    private const string TokenUrlSetting = "YOUTUBE_TOKEN_URL";
    private const string DefaultTokenUrl = "https://oauth2.googleapis.com";
    private const string AuditedSetting = "YOUTUBE_PROJECT_AUDITED";

    /// <summary>What it is set up by besides its key and its address.</summary>
    public static IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(ClientIdSetting, "Id of the OAuth client at Google.") { IsRequired = true, Simulated = "simulator" },
        new(ClientSecretSetting, "Secret of the OAuth client at Google.") { IsSecret = true, IsRequired = true, Simulated = "simulator" },
        new(TokenUrlSetting, "Where YouTube's tokens come from, without /token; default: Google, or the base URL on this machine."),
        new(AuditedSetting, "true when the API project has passed YouTube's audit: only then can it publish by itself."),
    ];

    /// <summary>Id of the OAuth client.</summary>
    public string ClientId { get; } = clientId;

    /// <summary>Its secret. Sent to <see cref="TokenUrl"/> only.</summary>
    public string ClientSecret { get; } = clientSecret;

    /// <summary>The owner's consent. Sent to <see cref="TokenUrl"/> only.</summary>
    public string RefreshToken { get; } = refreshToken;

    /// <summary>Base URL of the API. Plain http is for loopback.</summary>
    /// <value><c>https://www.googleapis.com</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://www.googleapis.com");

    /// <summary>Where tokens come from, without <c>/token</c>.</summary>
    /// <value><c>https://oauth2.googleapis.com</c>.</value>
    public Uri TokenUrl { get; init; } = new(DefaultTokenUrl);

    /// <summary>
    /// True when the API project has passed YouTube's audit. What a project that has not (and was made after 28 July 2020) uploads is locked
    /// as private: it takes a time of publication and never publishes.
    /// </summary>
    /// <value>False.</value>
    public bool ProjectIsAudited { get; init; }

    /// <summary>Sends subscribers a notice when a video becomes public.</summary>
    /// <value>False.</value>
    public bool NotifiesSubscribers { get; init; }

    /// <summary>Time for one chunk.</summary>
    /// <value>5 minutes, in which 8 MiB need 28 kB a second.</value>
    public TimeSpan ChunkTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Timeouts and circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Options of a host's access. At a server on this machine the tokens come from there too, unless a setting says otherwise.</summary>
    /// <exception cref="ArgumentException">A setting cannot be used.</exception>
    internal static YouTubeOptions Of(ProviderAccess access, ProviderHttpOptions http)
    {
        var tokens = access.Extra(TokenUrlSetting) ?? (access.BaseUrl.IsLoopback ? access.BaseUrl.AbsoluteUri : DefaultTokenUrl);
        return new YouTubeOptions(access.Extra(ClientIdSetting) ?? "", access.Extra(ClientSecretSetting) ?? "", access.Key)
        {
            BaseUrl = access.BaseUrl,
            TokenUrl = Uri.TryCreate(tokens, UriKind.Absolute, out var url)
                ? url
                : throw new ArgumentException($"youtube: {TokenUrlSetting} is '{tokens}'; allowed is an absolute http or https address.", nameof(access)),
            ProjectIsAudited = Flag(access.Extra(AuditedSetting)),
            Http = http,
        };
    }

    private static bool Flag(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "false" => false,
        "true" => true,
        _ => throw new ArgumentException($"youtube: {AuditedSetting} is '{text}'; allowed are true and false.", nameof(text)),
    };
}
