using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>
/// Finds the best story that a project has not used, and takes it. What was asked for before gives the same story again: an activity may run
/// more than once. Safe for several threads and processes.
/// </summary>
/// <param name="sources">Sources by their id, as <see cref="ProviderSet.Stories"/> has them.</param>
/// <param name="used">What the project has used.</param>
/// <param name="clock">By which freshness is measured.</param>
public sealed class StoryFinder(IReadOnlyDictionary<string, IStorySource> sources, UsedStories used, TimeProvider clock)
{
    /// <summary>Looks everywhere, ranks, and takes the best one that can be taken; of equals the one whose key comes first.</summary>
    /// <param name="wish">What is wished for.</param>
    /// <param name="places">Where to look.</param>
    /// <param name="owner">Who takes it: a run and its item.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<StoryChoice> TakeAsync(StoryWish wish, IReadOnlyList<StoryPlace> places, string owner, CancellationToken cancellationToken)
    {
        // The source may not have it any more; it is the owner's all the same.
        if (await used.FindAsync(wish.Project, owner, cancellationToken) is { } before) return new StoryChoice(before, null, [], []);

        var (found, failures) = await LookAsync(wish, places, cancellationToken);
        var seen = await RankAsync(wish, found, cancellationToken);
        foreach (var (index, candidate) in seen.Index().Where(entry => entry.Item.LeftOut is null).ToList())
        {
            if (await used.TryTakeAsync(wish.Project, owner, candidate.Found, cancellationToken)) return new StoryChoice(candidate.Found, candidate.Rank, seen, failures);
            seen[index] = candidate with { LeftOut = "used: another run took it just now" };
        }

        return new StoryChoice(null, null, seen, failures);
    }

    /// <summary>Looks and ranks without taking anything: the best first, then what is left out and why.</summary>
    public async Task<StoryChoice> PreviewAsync(StoryWish wish, IReadOnlyList<StoryPlace> places, CancellationToken cancellationToken)
    {
        var (found, failures) = await LookAsync(wish, places, cancellationToken);
        var seen = await RankAsync(wish, found, cancellationToken);
        var best = seen.FirstOrDefault(story => story.LeftOut is null);
        return new StoryChoice(best?.Found, best?.Rank, seen, failures);
    }

    private async Task<(List<FoundStory> Found, List<string> Failures)> LookAsync(StoryWish wish, IReadOnlyList<StoryPlace> places, CancellationToken cancellationToken)
    {
        var (found, failures) = (new List<FoundStory>(), new List<string>());
        foreach (var place in places)
        {
            if (place.Source == StoryPlace.Files)
            {
                var (stories, problems) = await StoryFiles.ReadAsync(place.Place, cancellationToken);
                found.AddRange(stories);
                failures.AddRange(problems.Select(problem => problem.ToString()));
                continue;
            }

            if (!sources.TryGetValue(place.Source, out var source))
            {
                failures.Add($"there is no source '{place.Source}'; there is: {string.Join(", ", sources.Keys.Append(StoryPlace.Files).Order(StringComparer.Ordinal))}");
                continue;
            }

            try
            {
                var listed = await source.ListAsync(new StoryQuery(wish.CountPerSource) { Channel = place.Place.Length == 0 ? null : place.Place }, cancellationToken);
                found.AddRange(listed.Select(story => new FoundStory(place.Source, story)));
            }
            catch (ProviderException exception)
            {
                // One source that is down is no reason to tell nothing; that it was down is told.
                failures.Add($"{place.Source}: {exception.Message}");
            }
        }

        return (found, failures);
    }

    private async Task<List<LookedAt>> RankAsync(StoryWish wish, List<FoundStory> found, CancellationToken cancellationToken)
    {
        var known = await used.ListAsync(wish.Project, cancellationToken);
        var keys = known.Select(story => story.Key).ToHashSet(StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        var seen = new List<LookedAt>();
        foreach (var story in found.DistinctBy(story => story.Key))
        {
            var why = Unfit(story.Story, wish.Blocklist) ?? (keys.Contains(story.Key) ? "used: told before" : LikeOne(story, known, seen));
            seen.Add(why is null ? new LookedAt(story, StoryRank.Of(story.Story, wish.Topic, now), null) : new LookedAt(story, null, why));
        }

        return [.. seen.OrderByDescending(story => story.Rank?.Score ?? -1).ThenBy(story => story.Found.Key, StringComparer.Ordinal)];
    }

    private static string? Unfit(Story story, Blocklist blocklist)
    {
        var words = SpeechLength.Words(story.Text);
        if (words < StoryLimits.WordsMin) return $"too short: {words} words, at least {StoryLimits.WordsMin} are wanted";
        if (words > StoryLimits.WordsMax) return $"too long: {words} words, at most {StoryLimits.WordsMax} are wanted";
        if (story.Text.Length > WordLimits.StoryCharactersMax) return $"too long: {story.Text.Length} characters, at most {WordLimits.StoryCharactersMax} are wanted";
        if (blocklist.HasAuthor(story.Author)) return $"blocked: author '{story.Author}'";
        if (story.Url is { } url && blocklist.DomainOf(url) is { } domain) return $"blocked: site '{domain}'";
        return blocklist.FirstIn($"{story.Title}\n{story.Text}") is { } word ? $"blocked: contains '{word}'" : null;
    }

    private static string? LikeOne(FoundStory story, IReadOnlyList<UsedStory> known, List<LookedAt> seen)
    {
        var print = StoryFingerprint.Of(story.Story.Text);
        if (known.FirstOrDefault(other => other.Fingerprint.Likeness(print) >= StoryLimits.SameFrom) is { } told) return $"used: nearly the same as '{told.Title}'";
        var twin = seen.FirstOrDefault(other => other.LeftOut is null && StoryFingerprint.Of(other.Found.Story.Text).Likeness(print) >= StoryLimits.SameFrom);
        return twin is null ? null : $"twice: nearly the same as '{twin.Found.Story.Title}' of {twin.Found.Source}";
    }
}
