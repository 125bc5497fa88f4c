namespace FunctionsPipeline.Providers;

/// <summary>Finds what people tell or talk about, to be retold. Free: no call costs money. Safe for several threads.</summary>
public interface IStorySource
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>Asks for stories. Retried inside when the network or the provider stumbles.</summary>
    /// <returns>At most as many as were asked for, in the source's own order; fewer when it has no more.</returns>
    /// <exception cref="ProviderException">They could not be had, or the query is not one of this source.</exception>
    Task<IReadOnlyList<Story>> ListAsync(StoryQuery query, CancellationToken cancellationToken);
}

/// <summary>Which stories.</summary>
/// <param name="Count">How many, 1 to 100.</param>
public sealed record StoryQuery(int Count)
{
    /// <summary>Most stories of one query.</summary>
    public const int CountMax = 100;

    /// <summary>The list at the source: at Hacker News for example <c>ask</c>. Null takes the usual one.</summary>
    public string? Channel { get; init; }
}

/// <summary>A raw story.</summary>
/// <param name="Id">The source's id, by which it is known again.</param>
/// <param name="Title">Title, plain text.</param>
/// <param name="Text">What is told, plain text; empty when there is only a link.</param>
/// <param name="Url">What it links to, or where it stands; null when there is neither.</param>
public sealed record Story(string Id, string Title, string Text, Uri? Url)
{
    /// <summary>Points that readers gave; null when the source counts none.</summary>
    public long? Points { get; init; }

    /// <summary>Who wrote it; empty when not said.</summary>
    public string Author { get; init; } = "";

    /// <summary>When it appeared; null when not said, or not in a form that anybody can read.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
}
