using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.Images.Reporting;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>What each step of a prompt does to the world. Every activity may run more than once: paid calls are guarded by the ledger.</summary>
internal sealed class ImagesActivities(PipelineServices services, PlanFiles<ImagePrompt> plan)
{
    private readonly StepTaker _taker = new(services);
    private readonly StepReader _reader = new(services.Steps, services.Blobs);
    private readonly ChatOrders _chat = new(services);
    private readonly ImageOrders _images = new(services);
    private readonly ResultFolder _results = new(new RunFolderFiles(services.Blobs, services.ScratchFolder));
    private readonly PictureChecks _checks = new(services.Ffmpeg, services.Blobs, services.Clock);

    /// <summary>Writes the prompt of the next image.</summary>
    public async Task<StepAnswer<ImproveVerdict>> ImproveAsync(ActivityContext context, StepCall<ImagesSettings> call, CancellationToken cancellationToken)
    {
        var settings = call.Item.Settings;
        var steps = StepsOf(call.Item);
        var start = call.From!.Value + 1;
        var prompt = await steps.PromptAsync(await plan.ReadItemAsync(call.Item, cancellationToken), start, cancellationToken);
        var toMend = await steps.ToMendAsync(start, cancellationToken);
        var order = _chat.Create(settings.Improvers[call.Choice], ImageRequests.Improve(prompt, toMend, settings.Seed + call.Repeat + call.PaidAttempt));
        order = About(order, prompt.Prompt, StepInput.Of("mends", string.Join(", ", toMend.Select(check => check.Name))));
        return await _taker.TakeAsync(call, order, answer => Verdict(ImageRequests.ReadPrompt(answer)), cancellationToken);

        static Judged<ImproveVerdict> Verdict(Judged<string> judged) =>
            judged.Verdict is { } text ? Judged<ImproveVerdict>.Usable(new ImproveVerdict(TextHash.Sha256(text))) : new Judged<ImproveVerdict>(null, judged.Problem);
    }

    /// <summary>Makes an image, and checks it before anybody is paid to judge it.</summary>
    public async Task<StepAnswer<ImageVerdict>> MakeImageAsync(ActivityContext context, StepCall<ImagesSettings> call, CancellationToken cancellationToken)
    {
        var settings = call.Item.Settings;
        var steps = StepsOf(call.Item);
        var planned = await plan.ReadItemAsync(call.Item, cancellationToken);
        var prompt = call.From is null ? planned : await steps.PromptAsync(planned, call.Repeat + 1, cancellationToken);
        var choice = settings.Images[call.Choice];
        var seed = ImagesSeeds.Of(planned, settings, await steps.EarlierOfPromptAsync(planned, prompt.Prompt, call.Repeat + 1, cancellationToken));
        var request = ImageShapes.RequestOf(services.Providers.Images[choice.Provider], choice, prompt, settings, seed + call.PaidAttempt);
        var order = _images.Create(choice, request, [StepInput.Of("seed", request.Seed is null ? "" : $"{seed}")], LookAsync);
        return await _taker.TakeAsync(call, order, answer => ImageJudgement.Of(answer, prompt.Prompt, settings.Iteration.LocalScoreMin), cancellationToken);

        async Task<PictureReport> LookAsync(string localPath, CancellationToken token) =>
            await _checks.CheckAsync(localPath, settings.Iteration.LocalScoreMin, await steps.EarlierAsync(call.Repeat + 1, token), token);
    }

    /// <summary>Asks the judge about an image.</summary>
    public async Task<StepAnswer<EvaluateVerdict>> EvaluateAsync(ActivityContext context, StepCall<ImagesSettings> call, CancellationToken cancellationToken)
    {
        var settings = call.Item.Settings;
        var steps = StepsOf(call.Item);
        var number = (call.Repeat / settings.Iteration.ScoresMax) + 1;
        var prompt = await plan.ReadItemAsync(call.Item, cancellationToken);
        var image = await steps.ImageAsync(number, cancellationToken) ?? throw steps.Gone(number);
        var reply = image.Kept.Reply;
        var picture = await _checks.ForJudgeAsync(image.Record.Files[0], reply, cancellationToken);
        var order = _chat.Create(
            settings.Judges[call.Choice], ImageRequests.Evaluate(prompt, picture, settings.Seed + call.Repeat + call.PaidAttempt), reply.File!.Sha256);
        return await _taker.TakeAsync(call, About(order, prompt.Prompt), Verdict, cancellationToken);

        Judged<EvaluateVerdict> Verdict(ChatAnswer answer)
        {
            var judged = ImageRequests.ReadEvaluation(answer);
            if (judged.Verdict is not { } evaluation) return new Judged<EvaluateVerdict>(null, judged.Problem);
            var toMend = evaluation.ToMend(settings.Iteration.TargetScore, reply.Report?.Failed ?? []);
            return Judged<EvaluateVerdict>.Usable(new EvaluateVerdict(evaluation.Score, [.. toMend.Select(check => check.Name)]));
        }
    }

    /// <summary>Writes the prompt's end.</summary>
    public async Task<ItemOutcome> CompleteItemAsync(ActivityContext context, ImagesEnding ending, CancellationToken cancellationToken)
    {
        var input = ending.Item;
        var summary = new IterationSummary(input.Settings.Plan, input.Settings.Iteration, ending.Iterations, ending.Decisions);
        var record = ending.ToRecord(ending.Iterations.Count == 0 ? null : JsonSerializer.Serialize(summary, DurableJson.Options));
        if (ending.Iterations.Count > 0)
        {
            // Before the record: whoever sees the end finds the results.
            var planned = await plan.ReadItemAsync(input, cancellationToken);
            await _results.WriteAsync(StepsOf(input), planned, record, summary, input.Settings.Formats, cancellationToken);
        }

        return await ending.WriteAsync(services, record, cancellationToken);
    }

    /// <summary>The prompt stands in the middle of what is sent; a person who asks what changed wants to see it.</summary>
    private static StepOrder<ChatAnswer> About(StepOrder<ChatAnswer> order, string prompt, params StepInput[] others) =>
        order with { Inputs = [StepInput.Of("prompt", prompt), .. others, .. order.Inputs] };

    private ImageSteps StepsOf(ItemInput<ImagesSettings> item) => new(_reader, RunId.Parse(item.RunId), item.Item.Index, item.Settings);
}
