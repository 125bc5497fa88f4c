using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>
/// One prompt, top to bottom: make an image, have it judged, improve the prompt by what failed, and again, until the iteration rule says
/// that it is enough. Whatever happens, the last step runs: every item ends, and with the best image that it has.
/// </summary>
public sealed class ImagesItemOrchestrator : Orchestrator<ItemInput<ImagesSettings>, ItemOutcome>
{
    /// <inheritdoc/>
    public override async Task<ItemOutcome> RunAsync(OrchestrationContext context, ItemInput<ImagesSettings> input)
    {
        var steps = new ItemSteps<ImagesSettings>(context, input, input.Settings.AnswersMax, ImagesLimits.ImageTimeoutSeconds);
        var course = new ImagesCourse(input.Settings);
        try
        {
            await context.CreateTimer(BatchDelays.Jitter(input));
            while (course.Decide() is { Action: not IterationAction.Stop } decision)
            {
                if (decision.Action == IterationAction.Rescore) await RescoreAsync(input.Settings, steps, course, decision.Subject!.Value);
                else await MakeAsync(context, input.Settings, steps, course, decision.Subject);
            }

            return await EndAsync(context, input, steps, course, ItemStatus.Succeeded);
        }
        catch (ItemStoppedException stop) when (stop is { Status: ItemStatus.Failed, StopReason: null } && course.Chosen is not null)
        {
            // What there is stays: the best image so far is the result, and says why it is not a better one.
            steps.Accept(new Fallback<int>(course.Chosen.Value, StoppedEarly(context, steps, course, stop)));
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

    /// <summary>Makes the next image and has it judged.</summary>
    /// <param name="start">The image whose failed checks the prompt is improved by; null for the prompt as it was given.</param>
    private static async Task MakeAsync(
        OrchestrationContext context, ImagesSettings settings, ItemSteps<ImagesSettings> steps, ImagesCourse course, int? start)
    {
        var repeat = course.Iterations.Count;
        var before = steps.SpentTicks;
        if (start is { } number) await steps.TakeAsync(ImagesNames.Improve, ImagesNames.ImproveStep, repeat, settings.Improvers, from: number - 1);
        var image = await steps.TakeAsync(ImagesNames.MakeImage, ImagesNames.ImageStep, repeat, settings.Images, triesMax: settings.TriesMax, from: start - 1);
        if (image.NotChecked is { } why && !steps.Degradations.Any(known => known.Kind == NotChecked)) steps.Accept(new Fallback<ImageVerdict>(image, Unchecked(context, why)));

        var made = steps.SpentTicks;
        var evaluation = await steps.TakeAsync(ImagesNames.Evaluate, ImagesNames.EvaluateStep, repeat * settings.Iteration.ScoresMax, settings.Judges);
        course.AddImage(image, made - before, evaluation, steps.SpentTicks - made);
    }

    private static async Task RescoreAsync(ImagesSettings settings, ItemSteps<ImagesSettings> steps, ImagesCourse course, int number)
    {
        var before = steps.SpentTicks;
        var repeat = ((number - 1) * settings.Iteration.ScoresMax) + course.Iterations[number - 1].Scores.Count;
        var evaluation = await steps.TakeAsync(ImagesNames.Evaluate, ImagesNames.EvaluateStep, repeat, settings.Judges);
        course.AddScore(number, evaluation, steps.SpentTicks - before);
    }

    private const string NotChecked = "local_checks_missing";

    private static Degradation Unchecked(OrchestrationContext context, string why) => new(
        NotChecked,
        "Images were to be checked on this host before a judge is paid for them.",
        why,
        new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero),
        "What is blurred, dark, clipped or a repetition was left to the judge.");

    private static Degradation StoppedEarly(OrchestrationContext context, ItemSteps<ImagesSettings> steps, ImagesCourse course, ItemStoppedException stop) => new(
        "stopped_early",
        $"Step '{steps.Stage}' for image {course.Iterations.Count + 1} gave nothing that can be used.",
        stop.Error.Message,
        new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero),
        $"Image {course.Chosen} is the best of {course.Iterations.Count} and not the best that was looked for.");

    private static Task<ItemOutcome> EndAsync(
        OrchestrationContext context,
        ItemInput<ImagesSettings> input,
        ItemSteps<ImagesSettings> steps,
        ImagesCourse course,
        ItemStatus status,
        ItemError? error = null,
        string? stopReason = null) =>
        context.CallActivityAsync(
            ImagesNames.CompleteItem,
            new ImagesEnding(input, status, steps.Stage, steps.Answers, steps.Degradations, course.Iterations, course.Decisions, error, stopReason),
            BatchDelays.StorageRetry);
}
