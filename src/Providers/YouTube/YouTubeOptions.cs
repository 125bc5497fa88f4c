using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>Where YouTube is and whose channel it is. A class, not a record: its text must never show a secret.</summary>
/// <param name="clientId">Id of the OAuth client, from <c>YOUTUBE_CLIENT_ID</c>.</param>
/// <param name="clientSecret">Its secret, from <c>YOUTUBE_CLIENT_SECRET</c>.</param>
/// <param name="refreshToken">What the channel's owner consented to, from <c>YOUTUBE_REFRESH_TOKEN</c>. Service accounts do not work for channels.</param>
public sealed class YouTubeOptions(string clientId, string clientSecret, string refreshToken)
{
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
    public Uri TokenUrl { get; init; } = new("https://oauth2.googleapis.com");

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
}
