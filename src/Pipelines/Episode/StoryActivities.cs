using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Characters;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Gives an episode its story: the one that was given with it, or the best one that its project has not told yet.</summary>
internal sealed class StoryActivities
{
    private readonly PlanFiles<EpisodeOrder> _plan;
    private readonly EpisodeFiles _files;
    private readonly CharacterLibrary _library;
    private readonly UsedStories _used;
    private readonly StoryFinder _finder;

    public StoryActivities(PipelineServices services, PlanFiles<EpisodeOrder> plan)
    {
        (_plan, _files, _library) = (plan, new EpisodeFiles(services), new CharacterLibrary(services.Tables, services.Blobs));
        _used = new UsedStories(services.Tables, services.Clock);
        var sources = new Dictionary<string, IStorySource>(services.Providers.Stories, StringComparer.Ordinal) { [HomeStories.Id] = new HomeStories(services.Blobs) };
        _finder = new StoryFinder(sources, _used, services.Clock);
    }

    /// <summary>Who takes the story of an episode.</summary>
    public static string OwnerOf(ItemInput<EpisodeSettings> item) => $"{item.RunId}/{item.Item.ItemId}";

    /// <summary>
    /// Finds the story, and writes down who was known when it was begun: what is written later must not depend on other episodes. Done again it
    /// gives the same story.
    /// </summary>
    public async Task<StoryVerdict> FindStoryAsync(ActivityContext context, ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        var order = await _plan.ReadItemAsync(item, cancellationToken);
        var (story, problem) = order.Sources is { } sources
            ? await FindAsync(item, order, sources, cancellationToken)
            : (new EpisodeStory(order.Title ?? "", order.Text ?? "", []), null);
        if (story is null) return new StoryVerdict("", false) { Problem = problem };

        story = story with { Known = await KnownAsync(item, cancellationToken), BlockedWords = order.Blocklist?.Words ?? [] };
        await _files.KeepStoryAsync(item, story, cancellationToken);
        return new StoryVerdict(story.Title, order.Script is not null);
    }

    private async Task<(EpisodeStory? Story, ItemError? Problem)> FindAsync(
        ItemInput<EpisodeSettings> item, EpisodeOrder order, IReadOnlyList<StoryPlace> places, CancellationToken cancellationToken)
    {
        if (await OfForkAsync(item, cancellationToken) is { } same) return (same, null);

        var wish = new StoryWish(item.Settings.Project) { Topic = item.Settings.Topic, Blocklist = order.Blocklist ?? Blocklist.None };
        if (item.Settings.IsPreview)
        {
            // A preview takes nothing, so that each of several has to look past those before it.
            var seen = await _finder.PreviewAsync(wish, places, cancellationToken);
            var shown = seen.Seen.Where(story => story.LeftOut is null).Skip(order.Index).FirstOrDefault()?.Found;
            return shown is null ? (null, None(seen with { Chosen = null })) : (StoryOf(shown, null), null);
        }

        var owner = OwnerOf(item);
        var choice = await _finder.TakeAsync(wish, places, owner, cancellationToken);
        return choice.Chosen is { } chosen ? (StoryOf(chosen, owner), null) : (null, None(choice));
    }

    /// <summary>The story of the episode that this one is a fork of, as long as it is kept from others.</summary>
    private async Task<EpisodeStory?> OfForkAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        if (item.Settings.Fork is not { } fork) return null;
        if (await _files.FindStoryAsync(fork.RunId, item.Item.ItemId, cancellationToken) is not { Origin: { Owner: { } owner } origin } earlier) return null;
        return await _used.FindAsync(item.Settings.Project, owner, cancellationToken) is { } taken && taken.Key == origin.Key ? earlier : null;
    }

    private static EpisodeStory StoryOf(FoundStory found, string? owner) =>
        new(found.Story.Title, found.Story.Text, []) { Origin = new StoryOrigin(found.Key, found.Story.Url, found.Story.Author, owner) };

    private static ItemError None(StoryChoice choice) => choice.IsAnybodyDown
        ? new ItemError("story_sources_down", choice.WhyNone(), "Look whether the sources can be reached, then: pipeline retry.", true)
        : new ItemError("no_story", choice.WhyNone(), "Add stories, name another source, or shorten the blocklist; then: pipeline retry.", true);

    /// <summary>The project's characters; for a fork those that its source knew, so that it asks the same.</summary>
    private async Task<IReadOnlyList<Character>> KnownAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        if (item.Settings.Fork is { } fork && await _files.FindStoryAsync(fork.RunId, item.Item.ItemId, cancellationToken) is { } earlier) return earlier.Known;

        var known = new List<Character>();
        await foreach (var character in _library.ListAsync(item.Settings.Project, cancellationToken))
        {
            if (character.Id == CharacterLibrary.Narrator) continue;
            known.Add(new Character(character.Id, character.Name, character.Appearance, character.Voice, character.Depth));
            if (known.Count == EpisodeLimits.KnownCharactersMax) break;
        }

        return known;
    }
}
