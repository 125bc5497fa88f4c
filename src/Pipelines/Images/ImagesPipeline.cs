using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images.Reporting;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>
/// Prompt -> image -> what a judge says of it -> a better prompt, until the image is good enough or more would not help; the best one stays.
/// </summary>
public sealed class ImagesPipeline(PipelineServices services)
    : BatchPipeline<ImagePrompt, ImagesSettings>(services, ImagesNames.Pipeline, ImagesNames.Batch)
{
    /// <inheritdoc/>
    public override Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken) =>
        ImagesPreparation.PrepareAsync(Services, request, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Steps => ImagesNames.Steps;

    /// <inheritdoc/>
    protected override void RegisterItems(OrchestrationRegistry registry)
    {
        var item = new ImagesActivities(Services, Plan);
        registry
            .AddOrchestrator(ImagesNames.Batch.Item, () => new ImagesItemOrchestrator())
            .AddActivity(ImagesNames.Improve, item.ImproveAsync)
            .AddActivity(ImagesNames.MakeImage, item.MakeImageAsync)
            .AddActivity(ImagesNames.Evaluate, item.EvaluateAsync)
            .AddActivity(ImagesNames.CompleteItem, item.CompleteItemAsync);
    }

    /// <inheritdoc/>
    protected override Task WriteFolderAsync(RunRecord run, CancellationToken cancellationToken) =>
        new ImagesFolder(Services, Plan).WriteAsync(run, cancellationToken);
}
