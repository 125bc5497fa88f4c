using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PostSearch;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FunctionsPipeline.FunctionApp;

/// <summary>A function for every orchestrator and activity of the search for posts, under its name, so that each shows by itself in Application Insights.</summary>
public sealed class PostSearchFunctions(DurableRunner runner)
{
    /// <summary>See <see cref="BatchOrchestrator{TSettings}"/>.</summary>
    [Function("PostSearch")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(PostSearchNames.Batch.Run.Name, context);

    /// <summary>See <see cref="BatchChunkOrchestrator{TSettings}"/>.</summary>
    [Function("PostSearchChunk")]
    public Task<string> Chunk([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(PostSearchNames.Batch.Chunk.Name, context);

    /// <summary>See <see cref="PostSearchItemOrchestrator"/>.</summary>
    [Function("PostSearchItem")]
    public Task<string> Item([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(PostSearchNames.Batch.Item.Name, context);

    /// <summary>See <see cref="BatchNames{TSettings}.BeginRound"/>.</summary>
    [Function("PostSearch_BeginRound")]
    public Task<string> BeginRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(PostSearchNames.Batch.BeginRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.MarkCancelled"/>.</summary>
    [Function("PostSearch_MarkCancelled")]
    public Task<string> MarkCancelled([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(PostSearchNames.Batch.MarkCancelled.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.FinishRound"/>.</summary>
    [Function("PostSearch_FinishRound")]
    public Task<string> FinishRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(PostSearchNames.Batch.FinishRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.LoadChunk"/>.</summary>
    [Function("PostSearch_LoadChunk")]
    public Task<string> LoadChunk([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(PostSearchNames.Batch.LoadChunk.Name, call, cancellationToken);

    /// <summary>See <see cref="PostSearchNames.Search"/>.</summary>
    [Function("PostSearch_Search")]
    public Task<string> Search([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(PostSearchNames.Search.Name, call, cancellationToken);

    /// <summary>See <see cref="PostSearchNames.CompleteItem"/>.</summary>
    [Function("PostSearch_CompleteItem")]
    public Task<string> CompleteItem([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(PostSearchNames.CompleteItem.Name, call, cancellationToken);
}
