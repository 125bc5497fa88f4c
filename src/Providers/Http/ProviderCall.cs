using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>One request to a provider's API.</summary>
/// <param name="Operation">For messages and logs, for example <c>video submit</c>.</param>
/// <param name="Path">Path under the base URL, escaped, beginning with a slash.</param>
internal sealed record ProviderCall(string Operation, string Path)
{
    /// <summary>Our text in the body, so that it can be taken out of what the provider says about it.</summary>
    public string? Prompt { get; init; }

    /// <summary>Time for one attempt; null means the default of the kind of call.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Longest reply that is read.</summary>
    /// <value><see cref="Limits.JsonBodyBytesMax"/>, which a reply with files inside passes.</value>
    public int ReplyBytesMax { get; init; } = Limits.JsonBodyBytesMax;

    /// <summary>Statuses outside 2xx that are an answer for this call and not a failure.</summary>
    public Func<int, bool> IsAnswer { get; init; } = static _ => false;
}

/// <summary>A reply that was read whole.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON body; null when it was empty, or was not JSON on a status outside 2xx.</param>
/// <param name="RetryAfter">The provider's wish.</param>
internal sealed record ProviderReply(int Status, JsonElement? Body, TimeSpan? RetryAfter)
{
    /// <summary>True when the provider says that the same request will not do better later.</summary>
    public bool ForbidsRetry { get; init; }

    public bool IsSuccess => Status is >= 200 and <= 299;
}
