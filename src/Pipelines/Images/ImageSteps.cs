using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>What the steps of one prompt gave so far. Image numbers count from 1, repeats of its step from 0.</summary>
/// <param name="reader">Reads steps.</param>
/// <param name="runId">The run.</param>
/// <param name="itemIndex">Place of the prompt in the run.</param>
/// <param name="settings">The run's settings.</param>
internal sealed class ImageSteps(StepReader reader, RunId runId, int itemIndex, ImagesSettings settings)
{
    /// <summary>An image, or null.</summary>
    public Task<TakenStep<ImageAnswer>?> ImageAsync(int number, CancellationToken cancellationToken) =>
        reader.FindAsync<ImageAnswer>(runId, itemIndex, ImagesNames.ImageStep, number - 1, cancellationToken);

    /// <summary>A score of an image, from 0, or null.</summary>
    public Task<TakenStep<ChatAnswer>?> ScoreAsync(int number, int score, CancellationToken cancellationToken) =>
        reader.FindAsync<ChatAnswer>(runId, itemIndex, ImagesNames.EvaluateStep, ((number - 1) * settings.Iteration.ScoresMax) + score, cancellationToken);

    /// <summary>The answer that gave an image its prompt; null for one that was made from the prompt as it was given.</summary>
    public Task<TakenStep<ChatAnswer>?> ImprovementAsync(int number, CancellationToken cancellationToken) =>
        reader.FindAsync<ChatAnswer>(runId, itemIndex, ImagesNames.ImproveStep, number - 1, cancellationToken);

    /// <summary>The prompt that an image was made from.</summary>
    public async Task<ImagePrompt> PromptAsync(ImagePrompt planned, int number, CancellationToken cancellationToken)
    {
        if (await ImprovementAsync(number, cancellationToken) is not { } improvement) return planned;
        return planned with { Prompt = ImageRequests.ReadPrompt(improvement.Kept.Reply).Verdict! };
    }

    /// <summary>How many images before one were made from a prompt.</summary>
    public async Task<int> EarlierOfPromptAsync(ImagePrompt planned, string prompt, int number, CancellationToken cancellationToken)
    {
        var count = 0;
        for (var other = 1; other < number; other++)
        {
            if ((await PromptAsync(planned, other, cancellationToken)).Prompt == prompt) count++;
        }

        return count;
    }

    /// <summary>What is to be mended in an image.</summary>
    public async Task<IReadOnlyList<CheckResult>> ToMendAsync(int number, CancellationToken cancellationToken)
    {
        var image = await ImageAsync(number, cancellationToken) ?? throw Gone(number);
        var score = await ScoreAsync(number, 0, cancellationToken) ?? throw Gone(number);
        return ImageRequests.ReadEvaluation(score.Kept.Reply).Verdict!.ToMend(settings.Iteration.TargetScore, image.Kept.Reply.Report?.Failed ?? []);
    }

    /// <summary>The images before one, as far as they can be compared with.</summary>
    public async Task<IReadOnlyList<EarlierPicture>> EarlierAsync(int number, CancellationToken cancellationToken)
    {
        var earlier = new List<EarlierPicture>();
        for (var other = 1; other < number; other++)
        {
            if (await ImageAsync(other, cancellationToken) is { Record.Files.Count: > 0, Kept.Reply.Report.Hash: { } hash } image)
            {
                earlier.Add(new EarlierPicture(image.Record.Files[0], PictureHash.Parse(hash)));
            }
        }

        return earlier;
    }

    /// <summary>For an image that an earlier step made and that is no longer there.</summary>
    public InvalidDataException Gone(int number) => new($"Image {number} of item {itemIndex} of run {runId}, or what was said of it, is gone from the run's folder.");
}
