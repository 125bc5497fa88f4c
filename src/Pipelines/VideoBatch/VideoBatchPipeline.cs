using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Prompts x adversarial variants -> clips -> analysis -> scores and report.</summary>
public sealed class VideoBatchPipeline(PipelineServices services)
    : BatchPipeline<PlannedItem, VideoBatchSettings>(services, VideoBatchNames.Pipeline, VideoBatchNames.Batch)
{
    /// <inheritdoc/>
    public override async Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken) =>
        await VideoBatchPreparation.PrepareAsync(Services, request, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Steps => [ItemStages.Generate];

    /// <inheritdoc/>
    protected override void RegisterItems(OrchestrationRegistry registry)
    {
        var item = new VideoBatchActivities(Services, Plan);
        registry
            .AddOrchestrator(VideoBatchNames.Batch.Item, () => new VideoBatchItemOrchestrator())
            .AddActivity(VideoBatchNames.SubmitGeneration, item.SubmitGenerationAsync)
            .AddActivity(VideoBatchNames.CheckGeneration, item.CheckGenerationAsync)
            .AddActivity(VideoBatchNames.GiveUpGeneration, item.GiveUpGenerationAsync)
            .AddActivity(VideoBatchNames.DownloadClip, item.DownloadClipAsync)
            .AddActivity(VideoBatchNames.PutFrameJob, item.PutFrameJobAsync)
            .AddActivity(VideoBatchNames.CheckFrameResult, item.CheckFrameResultAsync)
            .AddActivity(VideoBatchNames.CompleteItem, item.CompleteItemAsync);
    }

    /// <inheritdoc/>
    protected override Task WriteFolderAsync(RunRecord run, CancellationToken cancellationToken) =>
        new VideoBatchFolder(Services, Plan).WriteAsync(run, cancellationToken);
}
