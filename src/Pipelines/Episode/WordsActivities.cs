using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Preview;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>From a story to a script. Every activity may run more than once: paid calls are guarded by the ledger.</summary>
internal sealed class WordsActivities(PipelineServices services, PlanFiles<EpisodeOrder> plan)
{
    private readonly StepTaker _taker = new(services);
    private readonly StepReader _reader = new(services.Steps, services.Blobs);
    private readonly ChatOrders _chat = new(services);
    private readonly EpisodeFiles _files = new(services);
    private readonly Casting.CharacterCasting _casting = new(services);

    /// <summary>Has the story retold.</summary>
    public async Task<StepAnswer<WordsVerdict>> RewriteAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var words = await WordsOfAsync(call.Item, cancellationToken);
        return await TakeAsync(call, words, WordRequests.Rewrite(words.Brief), answer => RetellingReader.Read(answer, words.Brief), cancellationToken);
    }

    /// <summary>Has it cast.</summary>
    public async Task<StepAnswer<WordsVerdict>> CastAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var words = await WordsOfAsync(call.Item, cancellationToken);
        var request = WordRequests.Cast(words.Brief, await words.RetellingAsync(cancellationToken));
        return await TakeAsync(call, words, request, answer => CastReader.Read(answer, words.Brief), cancellationToken);
    }

    /// <summary>Has it planned.</summary>
    public async Task<StepAnswer<WordsVerdict>> PlanAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var words = await WordsOfAsync(call.Item, cancellationToken);
        var retelling = await words.RetellingAsync(cancellationToken);
        var cast = await words.CastAsync(cancellationToken);
        return await TakeAsync(
            call, words, WordRequests.Plan(words.Brief, retelling, cast), answer => PlanReader.Read(answer, words.Brief, retelling, cast), cancellationToken);
    }

    /// <summary>Puts the script together, and everybody in it into the project's library.</summary>
    public async Task<ScriptVerdict> WriteScriptAsync(ActivityContext context, ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        var order = await plan.ReadItemAsync(item, cancellationToken);
        var script = order.Script ?? await WrittenAsync(item, cancellationToken);
        if (item.Settings.Pattern is { } pattern) script = script with { Pattern = pattern };
        await _files.KeepScriptAsync(item, order.Title, script, cancellationToken);

        // A preview leaves no trace in the project's library.
        if (item.Settings.IsPreview) return VerdictOf(script, [.. script.Characters.Select(_ => false)]);

        var characters = await _casting.CastAsync(item, script, cancellationToken);
        return VerdictOf(script, [.. characters.Select(character => character.PortraitPath is not null)]);
    }

    private static ScriptVerdict VerdictOf(EpisodeScript script, IReadOnlyList<bool> faces) =>
        new(script.Title, script.Pattern, faces, [.. script.Lines.Select(line => PlaceOf(script, line))], script.Broll.Count);

    private async Task<EpisodeScript> WrittenAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        if (!item.Settings.IsPreview) return await (await WordsOfAsync(item, cancellationToken)).ScriptAsync(cancellationToken);
        var story = await _files.StoryAsync(item, cancellationToken);
        return PreviewScript.Of(story.Title, story.Text, item.Settings.DurationSeconds, item.Settings.Pattern);
    }

    private static int PlaceOf(EpisodeScript script, SpokenLine line) => script.Characters.Index().First(entry => entry.Item.Id == line.CharacterId).Index;

    private async Task<StepAnswer<WordsVerdict>> TakeAsync<T>(
        StepCall<EpisodeSettings> call, EpisodeWords words, ChatRequest request, Func<ChatAnswer, WrittenWords<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        var isRepair = call.Repeat == EpisodeWords.Repair;
        if (isRepair)
        {
            var first = await words.FirstAnswerAsync(call.Step, cancellationToken);
            request = WordRequests.Repair(request, first, read(first).ProblemLines());
        }

        var order = _chat.Create(call.Item.Settings.Writers[call.Choice], request with { Seed = request.Seed + call.PaidAttempt });
        return await _taker.TakeAsync(call, order, answer => isRepair ? read(answer).LastRound() : read(answer).FirstRound(), cancellationToken);
    }

    private async Task<EpisodeWords> WordsOfAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        var settings = item.Settings;
        var story = await _files.StoryAsync(item, cancellationToken);
        return new EpisodeWords(_reader, item, new EpisodeBrief(story.Title, story.Text)
        {
            Seconds = settings.DurationSeconds,
            Topic = settings.Topic,
            Style = settings.Style,
            Pattern = settings.Pattern,
            Known = story.Known,
            Blocklist = new Blocklist(story.BlockedWords, [], []),
            Seed = (long)(SeededDraw.Share(settings.Seed, item.Item.ItemId, "words") * int.MaxValue),
        });
    }
}
