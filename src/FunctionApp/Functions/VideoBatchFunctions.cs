using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FunctionsPipeline.FunctionApp;

/// <summary>A function for every orchestrator and activity of the video batch, under its name, so that each shows by itself in Application Insights.</summary>
public sealed class VideoBatchFunctions(DurableRunner runner)
{
    /// <summary>See <see cref="BatchOrchestrator{TSettings}"/>.</summary>
    [Function("VideoBatch")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(VideoBatchNames.Batch.Run.Name, context);

    /// <summary>See <see cref="BatchChunkOrchestrator{TSettings}"/>.</summary>
    [Function("VideoBatchChunk")]
    public Task<string> Chunk([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(VideoBatchNames.Batch.Chunk.Name, context);

    /// <summary>See <see cref="VideoBatchItemOrchestrator"/>.</summary>
    [Function("VideoBatchItem")]
    public Task<string> Item([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(VideoBatchNames.Batch.Item.Name, context);

    /// <summary>See <see cref="BatchNames{TSettings}.BeginRound"/>.</summary>
    [Function("VideoBatch_BeginRound")]
    public Task<string> BeginRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.Batch.BeginRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.MarkCancelled"/>.</summary>
    [Function("VideoBatch_MarkCancelled")]
    public Task<string> MarkCancelled([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.Batch.MarkCancelled.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.FinishRound"/>.</summary>
    [Function("VideoBatch_FinishRound")]
    public Task<string> FinishRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.Batch.FinishRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.LoadChunk"/>.</summary>
    [Function("VideoBatch_LoadChunk")]
    public Task<string> LoadChunk([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.Batch.LoadChunk.Name, call, cancellationToken);

    /// <summary>See <see cref="VideoBatchNames.SubmitGeneration"/>.</summary>
    [Function("VideoBatch_SubmitGeneration")]
    public Task<string> SubmitGeneration([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.SubmitGeneration.Name, call, cancellationToken);

    /// <summary>See <see cref="VideoBatchNames.CheckGeneration"/>.</summary>
    [Function("VideoBatch_CheckGeneration")]
    public Task<string> CheckGeneration([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.CheckGeneration.Name, call, cancellationToken);

    /// <summary>See <see cref="VideoBatchNames.GiveUpGeneration"/>.</summary>
    [Function("VideoBatch_GiveUpGeneration")]
    public Task<string> GiveUpGeneration([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.GiveUpGeneration.Name, call, cancellationToken);

    /// <summary>See <see cref="VideoBatchNames.DownloadClip"/>.</summary>
    [Function("VideoBatch_DownloadClip")]
    public Task<string> DownloadClip([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.DownloadClip.Name, call, cancellationToken);

    /// <summary>See <see cref="VideoBatchNames.PutFrameJob"/>.</summary>
    [Function("VideoBatch_PutFrameJob")]
    public Task<string> PutFrameJob([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.PutFrameJob.Name, call, cancellationToken);

    /// <summary>See <see cref="VideoBatchNames.CheckFrameResult"/>.</summary>
    [Function("VideoBatch_CheckFrameResult")]
    public Task<string> CheckFrameResult([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.CheckFrameResult.Name, call, cancellationToken);

    /// <summary>See <see cref="VideoBatchNames.CompleteItem"/>.</summary>
    [Function("VideoBatch_CompleteItem")]
    public Task<string> CompleteItem([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(VideoBatchNames.CompleteItem.Name, call, cancellationToken);
}
