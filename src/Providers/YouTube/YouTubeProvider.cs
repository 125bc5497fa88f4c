using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>A YouTube channel to publish on, over one connection pool and one circuit breaker.</summary>
/// <remarks>Safe for several threads; keep one for long. It makes nothing that is paid for, so no price and no reservation belongs to it.</remarks>
public sealed class YouTubeProvider : IProvider
{
    /// <summary>Id in limits and in messages.</summary>
    public const string Id = "youtube";

    private readonly ProviderHttp _api;
    private readonly ProviderHttp _tokens;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Credentials, addresses, whether the project is audited.</param>
    /// <param name="clock">Time for tokens, timeouts and the circuit breaker.</param>
    /// <param name="random">Source of jitter; not to be shared.</param>
    /// <param name="loggers">Logs never hold a token, a session, a title or a body.</param>
    /// <exception cref="ArgumentException">A credential is missing, or an address cannot be used.</exception>
    public YouTubeProvider(YouTubeOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        Present(options.ClientId, "YOUTUBE_CLIENT_ID");
        Present(options.ClientSecret, "YOUTUBE_CLIENT_SECRET");
        Present(options.RefreshToken, "YOUTUBE_REFRESH_TOKEN");
        var logger = loggers.CreateLogger<YouTubeProvider>();
        _api = Open(options.BaseUrl);
        _tokens = Open(options.TokenUrl);
        var http = new AuthorizedHttp(_api, new GoogleAccessTokens(_tokens, options, clock));
        Videos = new YouTubeVideoPublisher(http, options);
        Statistics = new YouTubeVideoStatistics(http);

        ProviderHttp Open(Uri url)
        {
            var endpoint = new ProviderEndpoint(Id, url, "Bearer", "", "YOUTUBE_REFRESH_TOKEN", hasTokens: true);
            return new ProviderHttp(endpoint, options.Http, clock, random, logger);
        }
    }

    /// <summary>Videos of the channel.</summary>
    public IVideoPublisher Videos { get; }

    /// <summary>What people did with them.</summary>
    public IVideoStatistics Statistics { get; }

    /// <inheritdoc/>
    IVideoPublisher? IProvider.VideoPublisher => Videos;

    /// <inheritdoc/>
    IVideoStatistics? IProvider.VideoStatistics => Statistics;

    /// <summary>Whether requests go through at the moment.</summary>
    public CircuitState Circuit => _api.Circuit;

    /// <inheritdoc/>
    public void Dispose()
    {
        _api.Dispose();
        _tokens.Dispose();
    }

    private static void Present(string value, string variable)
    {
        if (string.IsNullOrWhiteSpace(value)) throw new ArgumentException($"{Id}: {variable} is not set.", nameof(value));
    }
}
