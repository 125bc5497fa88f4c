namespace FunctionsPipeline.Providers.Http;

/// <summary>Tokens that are good for an hour or two. Safe for several threads.</summary>
internal interface IAccessTokens
{
    /// <summary>A token that is good for at least a minute.</summary>
    /// <exception cref="ProviderException">There is none to be had. Nothing of what it was wanted for was sent.</exception>
    Task<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>The provider did not take this token: the next call gets another one.</summary>
    void Forget(string token);
}

/// <summary>A token that somebody else keeps fresh.</summary>
internal sealed class FixedToken(string token) : IAccessTokens
{
    public Task<string> GetAsync(CancellationToken cancellationToken) => Task.FromResult(token);

    public void Forget(string token)
    {
        // There is no other one; the refusal reaches the caller.
    }
}

/// <summary>Calls that are made for an account, with a token that runs out.</summary>
internal sealed class AuthorizedHttp(ProviderHttp http, IAccessTokens tokens)
{
    public ProviderHttp Http { get; } = http;

    /// <summary>Sends once, and once more with a new token when the first was refused, which says that nothing was done.</summary>
    /// <param name="method">Method.</param>
    /// <param name="call">The call.</param>
    /// <param name="content">Makes the body; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ProviderException">No answer; <see cref="ProviderFailure.MayHaveArrived"/> tells whether the provider may have acted on it.</exception>
    public async Task<ProviderReply> SendAsync(HttpMethod method, ProviderCall call, Func<SingleUseContent>? content, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var token = await tokens.GetAsync(cancellationToken);
            try
            {
                using var body = content?.Invoke() ?? new SingleUseContent();
                return await Http.SendOnceAsync(method, call with { Bearer = token }, body, cancellationToken);
            }
            catch (ProviderException exception) when (isFirst && exception.Failure.Code == ProviderErrorCode.Unauthorized)
            {
                tokens.Forget(token);
            }
        }
    }
}
