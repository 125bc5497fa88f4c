using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FunctionsPipeline.FunctionApp;

/// <summary>A function for every orchestrator and activity of the images, under its name, so that each shows by itself in Application Insights.</summary>
public sealed class ImagesFunctions(DurableRunner runner)
{
    /// <summary>See <see cref="BatchOrchestrator{TSettings}"/>.</summary>
    [Function("Images")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(ImagesNames.Batch.Run.Name, context);

    /// <summary>See <see cref="BatchChunkOrchestrator{TSettings}"/>.</summary>
    [Function("ImagesChunk")]
    public Task<string> Chunk([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(ImagesNames.Batch.Chunk.Name, context);

    /// <summary>See <see cref="ImagesItemOrchestrator"/>.</summary>
    [Function("ImagesItem")]
    public Task<string> Item([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(ImagesNames.Batch.Item.Name, context);

    /// <summary>See <see cref="BatchNames{TSettings}.BeginRound"/>.</summary>
    [Function("Images_BeginRound")]
    public Task<string> BeginRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.Batch.BeginRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.MarkCancelled"/>.</summary>
    [Function("Images_MarkCancelled")]
    public Task<string> MarkCancelled([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.Batch.MarkCancelled.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.FinishRound"/>.</summary>
    [Function("Images_FinishRound")]
    public Task<string> FinishRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.Batch.FinishRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.LoadChunk"/>.</summary>
    [Function("Images_LoadChunk")]
    public Task<string> LoadChunk([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.Batch.LoadChunk.Name, call, cancellationToken);

    /// <summary>See <see cref="ImagesNames.Improve"/>.</summary>
    [Function("Images_Improve")]
    public Task<string> Improve([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.Improve.Name, call, cancellationToken);

    /// <summary>See <see cref="ImagesNames.MakeImage"/>.</summary>
    [Function("Images_MakeImage")]
    public Task<string> MakeImage([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.MakeImage.Name, call, cancellationToken);

    /// <summary>See <see cref="ImagesNames.Evaluate"/>.</summary>
    [Function("Images_Evaluate")]
    public Task<string> Evaluate([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.Evaluate.Name, call, cancellationToken);

    /// <summary>See <see cref="ImagesNames.CompleteItem"/>.</summary>
    [Function("Images_CompleteItem")]
    public Task<string> CompleteItem([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(ImagesNames.CompleteItem.Name, call, cancellationToken);
}
