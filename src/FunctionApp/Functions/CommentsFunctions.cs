using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FunctionsPipeline.FunctionApp;

/// <summary>A function for every orchestrator and activity of the replies, under its name, so that each shows by itself in Application Insights.</summary>
public sealed class CommentsFunctions(DurableRunner runner)
{
    /// <summary>See <see cref="BatchOrchestrator{TSettings}"/>.</summary>
    [Function("Comments")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(CommentsNames.Batch.Run.Name, context);

    /// <summary>See <see cref="BatchChunkOrchestrator{TSettings}"/>.</summary>
    [Function("CommentsChunk")]
    public Task<string> Chunk([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(CommentsNames.Batch.Chunk.Name, context);

    /// <summary>See <see cref="CommentsItemOrchestrator"/>.</summary>
    [Function("CommentsItem")]
    public Task<string> Item([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(CommentsNames.Batch.Item.Name, context);

    /// <summary>See <see cref="BatchNames{TSettings}.BeginRound"/>.</summary>
    [Function("Comments_BeginRound")]
    public Task<string> BeginRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Batch.BeginRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.MarkCancelled"/>.</summary>
    [Function("Comments_MarkCancelled")]
    public Task<string> MarkCancelled([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Batch.MarkCancelled.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.FinishRound"/>.</summary>
    [Function("Comments_FinishRound")]
    public Task<string> FinishRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Batch.FinishRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.LoadChunk"/>.</summary>
    [Function("Comments_LoadChunk")]
    public Task<string> LoadChunk([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Batch.LoadChunk.Name, call, cancellationToken);

    /// <summary>See <see cref="CommentsNames.Gate"/>.</summary>
    [Function("Comments_Gate")]
    public Task<string> Gate([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Gate.Name, call, cancellationToken);

    /// <summary>See <see cref="CommentsNames.Suggest"/>.</summary>
    [Function("Comments_Suggest")]
    public Task<string> Suggest([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Suggest.Name, call, cancellationToken);

    /// <summary>See <see cref="CommentsNames.Assess"/>.</summary>
    [Function("Comments_Assess")]
    public Task<string> Assess([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Assess.Name, call, cancellationToken);

    /// <summary>See <see cref="CommentsNames.Embed"/>.</summary>
    [Function("Comments_Embed")]
    public Task<string> Embed([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.Embed.Name, call, cancellationToken);

    /// <summary>See <see cref="CommentsNames.CompleteItem"/>.</summary>
    [Function("Comments_CompleteItem")]
    public Task<string> CompleteItem([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(CommentsNames.CompleteItem.Name, call, cancellationToken);
}
