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

    /// <summary>
    /// Failures with a status of 5xx by which this provider says that it took nothing and charges nothing: they may be tried again.
    /// Any other 5xx after a paid request leaves it open.
    /// </summary>
    public Func<int, JsonElement?, bool> IsNotCharged { get; init; } = static (_, _) => false;

    /// <summary>False at a server of one's own: whatever becomes of the request, no money is spent on it.</summary>
    public bool CostsMoney { get; init; } = true;

    /// <summary>What is asked for by the <c>Accept</c> header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>
    /// A link that the provider gave for what follows, in place of a path under the base URL. It must lie on the same host, because the
    /// token goes with it.
    /// </summary>
    public Uri? Link { get; init; }

    /// <summary>A token that is good for a while, in place of the endpoint's key.</summary>
    public string? Bearer { get; init; }

    /// <summary>Headers of this call besides the usual ones.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>True when the reply may be an image file in place of JSON. Its first bytes decide, not what its header says.</summary>
    public bool TakesImage { get; init; }

    /// <summary>True when the reply may be a file of any kind in place of JSON. Its header decides: bare samples have no first bytes to know them by.</summary>
    public bool TakesFile { get; init; }

    /// <summary>Names of the reply's headers that the caller wants.</summary>
    public IReadOnlyList<string> HeadersWanted { get; init; } = [];
}

/// <summary>A reply that was read whole.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON body; null when it was empty, or was not JSON on a status outside 2xx.</param>
/// <param name="RetryAfter">The provider's wish.</param>
internal sealed record ProviderReply(int Status, JsonElement? Body, TimeSpan? RetryAfter)
{
    /// <summary>True when the provider says that the same request will not do better later.</summary>
    public bool ForbidsRetry { get; init; }

    /// <summary>The <c>Location</c> header, when it is an absolute link.</summary>
    public Uri? Location { get; init; }

    /// <summary>The <c>Range</c> header as it stands; null without one.</summary>
    public string? Range { get; init; }

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The file, when one came in place of JSON.</summary>
    public InlineImage? Image { get; init; }

    /// <summary>Why what came in place of an image is neither a whole one nor JSON; null when it is one of them.</summary>
    public string? MalformedImage { get; init; }

    /// <summary>The bytes of a file that came in place of JSON.</summary>
    public ReadOnlyMemory<byte>? File { get; init; }

    /// <summary>The media type that came with the file, lowercase; empty when none did.</summary>
    public string FileMediaType { get; init; } = "";

    /// <summary>The headers that the caller wanted and that came.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
