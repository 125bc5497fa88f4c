using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FunctionsPipeline.FunctionApp;

/// <summary>A function for every orchestrator and activity of the episodes, under its name, so that each shows by itself in Application Insights.</summary>
public sealed class EpisodeFunctions(DurableRunner runner)
{
    /// <summary>See <see cref="BatchOrchestrator{TSettings}"/>.</summary>
    [Function("Episode")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(EpisodeNames.Batch.Run.Name, context);

    /// <summary>See <see cref="BatchChunkOrchestrator{TSettings}"/>.</summary>
    [Function("EpisodeChunk")]
    public Task<string> Chunk([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(EpisodeNames.Batch.Chunk.Name, context);

    /// <summary>See <see cref="EpisodeItemOrchestrator"/>.</summary>
    [Function("EpisodeItem")]
    public Task<string> Item([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestratorAsync(EpisodeNames.Batch.Item.Name, context);

    /// <summary>See <see cref="BatchNames{TSettings}.BeginRound"/>.</summary>
    [Function("Episode_BeginRound")]
    public Task<string> BeginRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Batch.BeginRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.MarkCancelled"/>.</summary>
    [Function("Episode_MarkCancelled")]
    public Task<string> MarkCancelled([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Batch.MarkCancelled.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.FinishRound"/>.</summary>
    [Function("Episode_FinishRound")]
    public Task<string> FinishRound([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Batch.FinishRound.Name, call, cancellationToken);

    /// <summary>See <see cref="BatchNames{TSettings}.LoadChunk"/>.</summary>
    [Function("Episode_LoadChunk")]
    public Task<string> LoadChunk([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Batch.LoadChunk.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.FindStory"/>.</summary>
    [Function("Episode_FindStory")]
    public Task<string> FindStory([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.FindStory.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.Rewrite"/>.</summary>
    [Function("Episode_Rewrite")]
    public Task<string> Rewrite([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Rewrite.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.Cast"/>.</summary>
    [Function("Episode_Cast")]
    public Task<string> Cast([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Cast.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.Plan"/>.</summary>
    [Function("Episode_Plan")]
    public Task<string> Plan([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Plan.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.WriteScript"/>.</summary>
    [Function("Episode_WriteScript")]
    public Task<string> WriteScript([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.WriteScript.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.MakePortrait"/>.</summary>
    [Function("Episode_MakePortrait")]
    public Task<string> MakePortrait([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.MakePortrait.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.MakeBroll"/>.</summary>
    [Function("Episode_MakeBroll")]
    public Task<string> MakeBroll([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.MakeBroll.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.Narrate"/>.</summary>
    [Function("Episode_Narrate")]
    public Task<string> Narrate([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Narrate.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.SpeakLine"/>.</summary>
    [Function("Episode_SpeakLine")]
    public Task<string> SpeakLine([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.SpeakLine.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.MakeHead"/>.</summary>
    [Function("Episode_MakeHead")]
    public Task<string> MakeHead([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.MakeHead.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.MakeThumbnail"/>.</summary>
    [Function("Episode_MakeThumbnail")]
    public Task<string> MakeThumbnail([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.MakeThumbnail.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.LayOut"/>.</summary>
    [Function("Episode_LayOut")]
    public Task<string> LayOut([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.LayOut.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.Render"/>.</summary>
    [Function("Episode_Render")]
    public Task<string> Render([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Render.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.Review"/>.</summary>
    [Function("Episode_Review")]
    public Task<string> Review([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.Review.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.SaveCheckpoint"/>.</summary>
    [Function("Episode_SaveCheckpoint")]
    public Task<string> SaveCheckpoint([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.SaveCheckpoint.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.CompleteItem"/>.</summary>
    [Function("Episode_CompleteItem")]
    public Task<string> CompleteItem([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.CompleteItem.Name, call, cancellationToken);

    /// <summary>See <see cref="EpisodeNames.OrderUpload"/>.</summary>
    [Function("Episode_OrderUpload")]
    public Task<string> OrderUpload([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.RunActivityAsync(EpisodeNames.OrderUpload.Name, call, cancellationToken);
}
