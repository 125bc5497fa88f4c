using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>
/// One story, top to bottom: find it, retell it, cast and plan it, make pictures, voices and talking heads beside each other, cut and render it, look at
/// it, publish it. Four checkpoints lie between; what lies before one is never done again. Whatever happens, the last step runs.
/// </summary>
public sealed class EpisodeItemOrchestrator : Orchestrator<ItemInput<EpisodeSettings>, ItemOutcome>
{
    /// <inheritdoc/>
    public override async Task<ItemOutcome> RunAsync(OrchestrationContext context, ItemInput<EpisodeSettings> input)
    {
        var steps = new ItemSteps<EpisodeSettings>(context, input, input.Settings.AnswersMax, EpisodeLimits.CallTimeoutSeconds);
        var course = new EpisodeCourse(context, input);
        try
        {
            await context.CreateTimer(BatchDelays.Jitter(input));

            var story = await course.FindStoryAsync();
            var isWritten = story.HasScript || input.Settings.IsPreview;
            if (!isWritten) await WriteAsync(steps, EpisodeNames.Rewrite, EpisodeNames.RewriteStep, input.Settings);
            if (await course.ReachAsync(EpisodeStage.StoryGenerated)) return await EndAsync(context, input, steps, course, ItemStatus.Succeeded);

            if (!isWritten)
            {
                await WriteAsync(steps, EpisodeNames.Cast, EpisodeNames.CastStep, input.Settings);
                await WriteAsync(steps, EpisodeNames.Plan, EpisodeNames.PlanStep, input.Settings);
            }

            course.Script = await course.DoAsync(EpisodeNames.WriteScript, input);
            if (await course.ReachAsync(EpisodeStage.VideoPlanCreated)) return await EndAsync(context, input, steps, course, ItemStatus.Succeeded);

            var assets = input.Settings.IsPreview ? AssetsMade.None(course.Script) : await new EpisodeAssets(context, input, steps).MakeAsync(course.Script);
            course.PictureScores = assets.PictureScores;
            var laid = await course.DoAsync(EpisodeNames.LayOut, new AssetsInput(input, assets.MissingPortraits, assets.MissingBroll));
            foreach (var file in laid.UnusableFiles) steps.Accept(PassedOver(context, file));
            if (await course.ReachAsync(EpisodeStage.AssetsGenerated)) return await EndAsync(context, input, steps, course, ItemStatus.Succeeded);

            course.Film = await course.DoAsync(EpisodeNames.Render, input);
            course.Review = await course.DoAsync(EpisodeNames.Review, input);
            if (course.Review.Problems.Count > 0) throw Unfit(course.Review);
            if (await course.ReachAsync(EpisodeStage.VideoRendered)) return await EndAsync(context, input, steps, course, ItemStatus.Succeeded);

            if (input.Settings.Upload is not null) await UploadAsync(context, input, steps, course);
            return await EndAsync(context, input, steps, course, ItemStatus.Succeeded);
        }
        catch (ItemStoppedException stop)
        {
            return await EndAsync(context, input, steps, course, stop.Status, stop.Error, stop.StopReason);
        }
        catch (ActivityFailedException failure)
        {
            return await EndAsync(context, input, steps, course, ItemStatus.Failed, BatchErrors.From(failure.Details));
        }
    }

    /// <summary>Uploads the video. One that cannot be uploaded now is here all the same: that is less than was wanted, and no failure.</summary>
    private static async Task UploadAsync(OrchestrationContext context, ItemInput<EpisodeSettings> input, ItemSteps<EpisodeSettings> steps, EpisodeCourse course)
    {
        await course.DoAsync(EpisodeNames.OrderUpload, new UploadInput(input, steps.Degradations));
        var end = await new ItemPublishing<EpisodeSettings>(context, input).PublishAsync(UploadActivities.Target);
        course.Publication = end;
        if (end.State == PublishEndState.Done) return;

        steps.Accept(new Fallback<PublishEnd>(end, new Degradation(
            end.IsPublished ? "published_in_part" : "not_published",
            "The video was to be uploaded.",
            end.Message ?? string.Join(" ", end.Problems.Select(problem => problem.Message)),
            new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero),
            end.IsPublished ? "It is on the channel, and something about it did not work." : "It lies in the run's folder only.")));
    }

    private static ItemStoppedException Unfit(ReviewVerdict review) => new(
        ItemStatus.Failed,
        new ItemError(
            "review_failed",
            $"The video is rendered and stays here: {string.Join("; ", review.Problems)}.",
            "Watch it. Change the script or the settings and fork the run: what stays the same is not paid again.",
            false));

    private static Fallback<string> PassedOver(OrchestrationContext context, string file) => new(file, new Degradation(
        "own_file_unusable",
        $"The file {file} was to be used.",
        "It cannot be decoded.",
        new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero),
        "Another one, or one that is made here, takes its place."));

    /// <summary>Has words written, and what is wrong with them mended, once.</summary>
    private static async Task WriteAsync(
        ItemSteps<EpisodeSettings> steps, ActivityReference<StepCall<EpisodeSettings>, StepAnswer<WordsVerdict>> activity, string step, EpisodeSettings settings)
    {
        var words = await steps.TakeAsync(activity, step, EpisodeWords.FirstRound, settings.Writers);
        if (!words.IsFit) await steps.TakeAsync(activity, step, EpisodeWords.Repair, settings.Writers);
    }

    private static Task<ItemOutcome> EndAsync(
        OrchestrationContext context,
        ItemInput<EpisodeSettings> input,
        ItemSteps<EpisodeSettings> steps,
        EpisodeCourse course,
        ItemStatus status,
        ItemError? error = null,
        string? stopReason = null) =>
        context.CallActivityAsync(
            EpisodeNames.CompleteItem,
            new EpisodeEnding(input, status, course.StepOr(steps.Stage), steps.Answers, steps.Degradations, course.Result, error, stopReason),
            BatchDelays.StorageRetry);
}
