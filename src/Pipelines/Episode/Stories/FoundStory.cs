using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>A raw story and where it is from.</summary>
/// <param name="Source"><c>files</c>, <c>home</c>, <c>feeds</c> or <c>hackernews</c>.</param>
/// <param name="Story">The story.</param>
public sealed record FoundStory(string Source, Story Story)
{
    /// <summary>By which a project knows it again, for example <c>hackernews:48000003</c>.</summary>
    public string Key => $"{Source}:{Story.Id}";
}

/// <summary>Where stories are looked for.</summary>
/// <param name="Source"><c>files</c>, <c>home</c>, <c>feeds</c> or <c>hackernews</c>.</param>
/// <param name="Place">A file or folder, the https address of a feed, or a list at Hacker News such as <c>ask</c>.</param>
public sealed record StoryPlace(string Source, string Place)
{
    /// <summary>Local files.</summary>
    public const string Files = "files";
}

/// <summary>What a story must be like, and what is preferred.</summary>
/// <param name="Project">Whose stories; one story is used once in a project.</param>
public sealed record StoryWish(string Project)
{
    /// <summary>What it shall be about; null for anything.</summary>
    public string? Topic { get; init; }

    /// <summary>What the project wants nothing to do with.</summary>
    public Words.Blocklist Blocklist { get; init; } = Words.Blocklist.None;

    /// <summary>Stories that a source is asked for, 1 to 100.</summary>
    /// <value>30.</value>
    public int CountPerSource { get; init; } = 30;
}

/// <summary>A story that was looked at.</summary>
/// <param name="Found">The story.</param>
/// <param name="Rank">What it is worth; null when it was left out.</param>
/// <param name="LeftOut">Why it was left out; null when it was not.</param>
public sealed record LookedAt(FoundStory Found, StoryRank? Rank, string? LeftOut);

/// <summary>What a search came to.</summary>
/// <param name="Chosen">The story, claimed for its owner; null when there was none.</param>
/// <param name="Rank">What it is worth; null when it had been claimed before by the same owner.</param>
/// <param name="Seen">All that was looked at, the best first.</param>
/// <param name="Failures">Sources that could not be asked, in words.</param>
public sealed record StoryChoice(FoundStory? Chosen, StoryRank? Rank, IReadOnlyList<LookedAt> Seen, IReadOnlyList<string> Failures)
{
    // What is told travels in a payload of 16 KiB, and more names nobody reads.
    private const int FailuresTold = 5;

    /// <summary>True when no source could be asked: trying again later may help.</summary>
    public bool IsAnybodyDown => Chosen is null && Failures.Count > 0 && Seen.Count == 0;

    /// <summary>Why there is no story, in words.</summary>
    public string WhyNone()
    {
        var reasons = Seen.Where(seen => seen.LeftOut is not null).GroupBy(seen => seen.LeftOut!.Split(':')[0], StringComparer.Ordinal).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}");
        var seen = Seen.Count == 0 ? "no source had a story" : $"of {Seen.Count} stories: {string.Join(", ", reasons)}";
        var more = Failures.Count > FailuresTold ? $"; and {Failures.Count - FailuresTold} more" : "";
        var failures = Failures.Count == 0 ? "" : $" Not asked: {string.Join("; ", Failures.Take(FailuresTold))}{more}.";
        return $"There is no story to tell: {seen}.{failures} No money was spent.";
    }
}
