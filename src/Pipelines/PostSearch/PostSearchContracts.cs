using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>What the orchestrators of a search have to know.</summary>
public sealed record PostSearchSettings : BatchSettings
{
    /// <summary>Who searches.</summary>
    public required IReadOnlyList<ModelChoice> Searches { get; init; }

    /// <summary>Pages of a query at most.</summary>
    public required int PagesMax { get; init; }

    /// <summary>Posts a page at most.</summary>
    public required int Count { get; init; }

    /// <summary>Only posts from then on, a full hour; null for as far back as the provider searches.</summary>
    public DateTimeOffset? From { get; init; }
}

/// <summary>What a page held.</summary>
/// <param name="Posts">How many posts.</param>
/// <param name="HasMore">True when there is a page after it.</param>
public sealed record PageVerdict(int Posts, bool HasMore);

/// <summary>How a query ended, to be written down.</summary>
public sealed record PostSearchEnding(
    ItemInput<PostSearchSettings> Item,
    ItemStatus Status,
    string Stage,
    int Answers,
    IReadOnlyList<Degradation> Degradations,
    ItemError? Error,
    string? StopReason);

/// <summary>What a query gave: kept with its record. A query that failed on a later page keeps the pages before it, which are paid for.</summary>
/// <param name="Posts">Posts on all its pages, double ones included: that is what is charged.</param>
/// <param name="Pages">Paths of the kept answers, in the order of the pages.</param>
public sealed record PostSearchResult(int Posts, IReadOnlyList<string> Pages);
