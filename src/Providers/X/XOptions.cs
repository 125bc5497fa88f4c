using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.X;

/// <summary>Where X is and how it is used. A class, not a record: its text must never show the token.</summary>
/// <param name="bearerToken">App-only token, from <c>X_BEARER_TOKEN</c>; it may search and may not post.</param>
public sealed class XOptions(string bearerToken)
{
    /// <summary>Names the token of the account that posts.</summary>
    public const string UserTokenSetting = "X_USER_TOKEN";

    /// <summary>What it is set up by besides its key and its address.</summary>
    public static IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(UserTokenSetting, "Token of the account that posts on X; ends after two hours.") { IsSecret = true, Simulated = "simulator" },
    ];

    /// <summary>Sent as a header only.</summary>
    public string BearerToken { get; } = bearerToken;

    /// <summary>Token of the account that posts, from <c>X_USER_TOKEN</c>, with the scopes tweet.write, tweet.read, users.read and media.write.</summary>
    /// <value>Null: nothing can be posted.</value>
    public string? UserToken { get; init; }

    /// <summary>Base URL, with or without <c>/2</c>. Plain http is for loopback.</summary>
    /// <value><c>https://api.x.com</c>.</value>
    public Uri BaseUrl { get; init; } = new("https://api.x.com");

    /// <summary>Allows plain http to other hosts, which shows the token to the network in between.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of free requests, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>Longest query, 1 to 4096 characters.</summary>
    /// <value>512, which is what accounts without a contract have.</value>
    public int QueryCharactersMax { get; init; } = 512;

    /// <summary>Options of a host's access.</summary>
    internal static XOptions Of(ProviderAccess access, ProviderHttpOptions http) =>
        new(access.Key) { UserToken = access.Extra(UserTokenSetting), BaseUrl = access.BaseUrl, Http = http };
}
