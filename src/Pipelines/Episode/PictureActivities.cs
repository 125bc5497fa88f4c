using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Episode.Characters;
using FunctionsPipeline.Pipelines.Images;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Faces and scenes, each behind the gate: a picture that fails the checks is bought again, within limits.</summary>
internal sealed class PictureActivities(PipelineServices services)
{
    private readonly StepTaker _taker = new(services);
    private readonly ImageOrders _images = new(services);
    private readonly EpisodeFiles _files = new(services);
    private readonly CharacterLibrary _library = new(services.Tables, services.Blobs);
    private readonly PictureChecks _checks = new(services.Ffmpeg, services.Blobs, services.Clock);

    /// <summary>Makes the face of a character.</summary>
    public async Task<StepAnswer<PictureVerdict>> MakePortraitAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var script = await _files.ScriptAsync(call.Item, cancellationToken);
        var settings = call.Item.Settings;
        var id = script.Characters[call.Repeat].Id;
        var character = await _library.FindAsync(settings.Project, id, cancellationToken)
            ?? throw new InvalidDataException($"Character '{id}' is gone from the library of project '{settings.Project}'.");
        return await TakeAsync(call, PictureRequests.Portrait(character, settings.Style), character.Seed, cancellationToken);
    }

    /// <summary>Makes the picture of a scene.</summary>
    public async Task<StepAnswer<PictureVerdict>> MakeBrollAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var script = await _files.ScriptAsync(call.Item, cancellationToken);
        return await TakeAsync(call, PictureRequests.Broll(script.Broll[call.Repeat], call.Item.Settings.Style), SeedOf(call), cancellationToken);
    }

    /// <summary>Makes a picture for the thumbnail.</summary>
    public async Task<StepAnswer<PictureVerdict>> MakeThumbnailAsync(ActivityContext context, StepCall<EpisodeSettings> call, CancellationToken cancellationToken)
    {
        var script = await _files.ScriptAsync(call.Item, cancellationToken);
        return await TakeAsync(call, PictureRequests.Thumbnail(script, call.Item.Settings.Style), SeedOf(call), cancellationToken);
    }

    private static long SeedOf(StepCall<EpisodeSettings> call) =>
        (long)(SeededDraw.Share(call.Item.Settings.Seed, call.Item.Item.ItemId, call.Step, EpisodeFiles.Number(call.Repeat)) * int.MaxValue / 2);

    private async Task<StepAnswer<PictureVerdict>> TakeAsync(StepCall<EpisodeSettings> call, string prompt, long seed, CancellationToken cancellationToken)
    {
        var settings = call.Item.Settings;
        var choice = settings.Images[call.Choice];
        var request = PictureRequests.RequestOf(services.Providers.Images[choice.Provider], choice, prompt, settings, seed + call.PaidAttempt);
        var order = _images.Create(
            choice,
            request,
            [StepInput.Of("seed", request.Seed is null ? "" : $"{seed}")],
            (localPath, token) => _checks.CheckAsync(localPath, settings.GateScore, [], token));
        return await _taker.TakeAsync(call, order, Judge, cancellationToken);

        Judged<PictureVerdict> Judge(ImageAnswer answer)
        {
            var judged = ImageJudgement.Of(answer, prompt, settings.GateScore);
            return judged.Verdict is { } verdict
                ? Judged<PictureVerdict>.Usable(new PictureVerdict(verdict.LocalScore, answer.File!.Sha256))
                : new Judged<PictureVerdict>(null, judged.Problem);
        }
    }
}
