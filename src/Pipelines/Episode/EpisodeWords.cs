using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Reads back what the steps of words gave.</summary>
/// <param name="reader">Reads steps.</param>
/// <param name="item">The episode.</param>
/// <param name="brief">What it is made of.</param>
internal sealed class EpisodeWords(StepReader reader, ItemInput<EpisodeSettings> item, EpisodeBrief brief)
{
    /// <summary>Repeat of a step of words: the first answer.</summary>
    public const int FirstRound = 0;

    /// <summary>Repeat of a step of words: the answer with its problems mended.</summary>
    public const int Repair = 1;

    /// <summary>What it is made of.</summary>
    public EpisodeBrief Brief => brief;

    /// <summary>The retelling.</summary>
    public async Task<Retelling> RetellingAsync(CancellationToken cancellationToken) =>
        RetellingReader.Read(await AnswerAsync(EpisodeNames.RewriteStep, cancellationToken), brief).Value ?? throw Gone(EpisodeNames.RewriteStep);

    /// <summary>Who appears.</summary>
    public async Task<Cast> CastAsync(CancellationToken cancellationToken) =>
        CastReader.Read(await AnswerAsync(EpisodeNames.CastStep, cancellationToken), brief).Value ?? throw Gone(EpisodeNames.CastStep);

    /// <summary>The whole script.</summary>
    public async Task<EpisodeScript> ScriptAsync(CancellationToken cancellationToken)
    {
        var retelling = await RetellingAsync(cancellationToken);
        var cast = await CastAsync(cancellationToken);
        var plan = PlanReader.Read(await AnswerAsync(EpisodeNames.PlanStep, cancellationToken), brief, retelling, cast).Value ?? throw Gone(EpisodeNames.PlanStep);
        return EpisodeScripts.Assemble(retelling, cast, plan);
    }

    /// <summary>The first answer to a step, which is to be mended.</summary>
    public async Task<ChatAnswer> FirstAnswerAsync(string step, CancellationToken cancellationToken) =>
        await reader.ReadAsync<EpisodeSettings, ChatAnswer>(item, step, FirstRound, cancellationToken) ?? throw Gone(step);

    /// <summary>The answer that counts: where the first one had to be mended, the mended one.</summary>
    private async Task<ChatAnswer> AnswerAsync(string step, CancellationToken cancellationToken) =>
        await reader.ReadAsync<EpisodeSettings, ChatAnswer>(item, step, Repair, cancellationToken) ?? await FirstAnswerAsync(step, cancellationToken);

    private InvalidDataException Gone(string step) => new($"What step '{step}' of item {item.Item.ItemId} of run {item.RunId} gave is gone from the run's folder, or was changed there.");
}
