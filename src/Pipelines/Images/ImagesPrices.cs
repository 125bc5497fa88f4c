using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>What the steps of a prompt cost at most and usually, ticks of 1e-10 USD.</summary>
/// <param name="Image">An image, at most.</param>
/// <param name="Score">A score, at most.</param>
/// <param name="Improvement">A better prompt, at most.</param>
/// <param name="UsualImage">An image by the preferred model.</param>
/// <param name="UsualScore">A score by the preferred judge.</param>
/// <param name="UsualImprovement">A better prompt by the preferred model.</param>
internal sealed record ImagesPrices(long Image, long Score, long Improvement, long UsualImage, long UsualScore, long UsualImprovement)
{
    private static readonly ImagePrompt Probe = new() { Index = 0, Id = "probe", Prompt = new string('x', 400) };

    private static readonly InlineImage Picture = new("image/png", ReadOnlyMemory<byte>.Empty);

    /// <exception cref="InputException">A model that may be asked has no price, and what has no price is not bought.</exception>
    public static ImagesPrices Of(PipelineServices services, ImagesModels models, string? aspectRatio, string? resolution)
    {
        var chat = new ChatOrders(services);
        var images = new ImageOrders(services);
        var evaluation = ImageRequests.Evaluate(Probe, Picture, 0);
        var improvement = ImageRequests.Improve(Probe, [.. ImageRequests.Checks.Select(name => new CheckResult(name, 0, false, new string('x', 100)))], 0);

        long? ImageTicks(ModelChoice choice) => images.WorstTicks(choice, new ImageRequest(choice.Model, Probe.Prompt, 1, aspectRatio, resolution));
        return new ImagesPrices(
            Most("images", models.Images, ImageTicks),
            Most("judges", models.Judges, choice => chat.Create(choice, evaluation).WorstTicks),
            Most("improvers", models.Improvers, choice => chat.Create(choice, improvement).WorstTicks),
            ImageTicks(Preferred(models.Images))!.Value,
            chat.TypicalTicks(Preferred(models.Judges), evaluation)!.Value,
            chat.TypicalTicks(Preferred(models.Improvers), improvement)!.Value);
    }

    private static ModelChoice Preferred(IReadOnlyList<ModelChoice> chain) => chain.First(choice => choice.Missing is null);

    private static long Most(string field, IReadOnlyList<ModelChoice> chain, Func<ModelChoice, long?> ticksOf) => chain
        .Where(choice => choice.Missing is null)
        .Max(choice => ticksOf(choice)
            ?? throw InputException.Of(field, [$"no price is known for {choice}, and what has no price is not bought; add one to a prices file (setting pricesFile)"]));
}
