using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>Finds recent public posts, a page a paid call. Safe for several threads.</summary>
public interface IPostSearch
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>What the provider offers against paying twice.</summary>
    ProviderClass Class { get; }

    /// <summary>Checks a query without sending anything. Each line names a field, the value and what is allowed.</summary>
    /// <returns>The problems; empty when the query is fine.</returns>
    IReadOnlyList<string> Validate(PostQuery query);

    /// <summary>Sends the request for one page, once.</summary>
    /// <exception cref="ProviderException">Not accepted, or unsure: <see cref="ProviderFailure.MoneySpent"/> tells which.</exception>
    Task<PostPage> SubmitAsync(PostQuery query, Reservation reservation, CancellationToken cancellationToken);
}

/// <summary>What to look for.</summary>
/// <param name="Text">The query in the provider's own language.</param>
/// <param name="Count">Posts a page, at least 1.</param>
public sealed record PostQuery(string Text, int Count)
{
    /// <summary>Only posts from then on; null for no bound of ours.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The token of the page before; null for the first page.</summary>
    public string? NextToken { get; init; }
}

/// <summary>A page of posts.</summary>
/// <param name="Posts">Newest first.</param>
/// <param name="NextToken">Asks for the next page; null at the end.</param>
public sealed record PostPage(IReadOnlyList<FoundPost> Posts, string? NextToken);

/// <summary>A public post.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Text">Its text.</param>
/// <param name="Author">Handle of its author; empty when the provider does not say.</param>
/// <param name="CreatedAt">When it was posted; null when the provider does not say.</param>
public sealed record FoundPost(string Id, string Text, string Author, DateTimeOffset? CreatedAt)
{
    /// <summary>Followers of the author; null when not said.</summary>
    public long? Followers { get; init; }

    /// <summary>Likes; null when not said.</summary>
    public long? Likes { get; init; }

    /// <summary>Reposts; null when not said.</summary>
    public long? Reposts { get; init; }

    /// <summary>Replies; null when not said.</summary>
    public long? Replies { get; init; }

    /// <summary>Where a person reads it; null when the provider has no such place.</summary>
    public string? Url { get; init; }

    /// <summary>Language as a two-letter code; null when not said.</summary>
    public string? Language { get; init; }
}
