using System.Net.Http.Headers;
using System.Text;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.YouTube;

/// <summary>
/// Tokens of an hour for a refresh token that does not change. One form post: a library for it would bring an HTTP client of its own, with
/// its own retries, time limits and logs, past all that holds for ours.
/// </summary>
internal sealed class GoogleAccessTokens(ProviderHttp http, YouTubeOptions options, TimeProvider clock) : IAccessTokens
{
    // A token that ends on the way of a long chunk would cost the chunk.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(6);

    private static readonly ProviderCall Call = new("token refresh", "/token");

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Token? _token;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_token is { } kept && clock.GetUtcNow() < kept.GoodUntil) return kept.Text;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } other && clock.GetUtcNow() < other.GoodUntil) return other.Text;
            return (_token = await RefreshAsync(cancellationToken)).Text;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Forget(string token)
    {
        if (_token?.Text == token) _token = null;
    }

    private async Task<Token> RefreshAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        ProviderReply reply;
        try
        {
            using var form = new SingleUseContent(Form(), new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
            reply = await http.SendOnceAsync(HttpMethod.Post, Call, form, cancellationToken);
        }
        catch (ProviderException exception)
        {
            throw new ProviderException(ForWhatWasWanted(exception.Failure), exception);
        }

        var text = reply.Body?.Text("access_token");
        var seconds = reply.Body?.Number("expires_in");
        if (text is null || seconds is not > 0)
        {
            throw new ProviderException(ForWhatWasWanted(http.Unexpected(Call, reply, "the answer holds no token", MoneySpent.No).Failure));
        }

        var lifetime = TimeSpan.FromSeconds(Math.Min(seconds.Value, 86_400));
        return new Token(text, now + (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2));
    }

    /// <summary>The request that the token was for has not left, whatever became of the one for the token.</summary>
    private static ProviderFailure ForWhatWasWanted(ProviderFailure failure) => failure.HttpStatus is 400 or 401
        ? failure with
        {
            Code = ProviderErrorCode.Unauthorized,
            NeverLeft = true,
            Hint = "Consent again and set YOUTUBE_REFRESH_TOKEN anew: a refresh token ends when it is revoked or unused for six months, and after seven "
                + "days while the consent screen is in testing. With invalid_client, check YOUTUBE_CLIENT_ID and YOUTUBE_CLIENT_SECRET.",
        }
        : failure with { NeverLeft = true };

    private byte[] Form() => Encoding.UTF8.GetBytes(
        $"grant_type=refresh_token&client_id={Uri.EscapeDataString(options.ClientId)}&client_secret={Uri.EscapeDataString(options.ClientSecret)}"
        + $"&refresh_token={Uri.EscapeDataString(options.RefreshToken)}");

    private sealed record Token(string Text, DateTimeOffset GoodUntil);
}
