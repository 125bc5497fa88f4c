using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments.Reporting;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>
/// Posts -> gate -> suggested replies -> quality filter -> no two that say the same -> files for a person, who is the only one who replies.
/// </summary>
public sealed class CommentsPipeline(PipelineServices services)
    : BatchPipeline<Candidate, CommentsSettings>(services, CommentsNames.Pipeline, CommentsNames.Batch)
{
    /// <inheritdoc/>
    public override Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken) =>
        CommentsPreparation.PrepareAsync(Services, request, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Steps => CommentsNames.Steps;

    /// <inheritdoc/>
    protected override void RegisterItems(OrchestrationRegistry registry)
    {
        var item = new CommentsActivities(Services, Plan);
        registry
            .AddOrchestrator(CommentsNames.Batch.Item, () => new CommentsItemOrchestrator())
            .AddActivity(CommentsNames.Gate, item.GateAsync)
            .AddActivity(CommentsNames.Suggest, item.SuggestAsync)
            .AddActivity(CommentsNames.Assess, item.AssessAsync)
            .AddActivity(CommentsNames.Embed, item.EmbedAsync)
            .AddActivity(CommentsNames.CompleteItem, item.CompleteItemAsync);
    }

    /// <inheritdoc/>
    protected override async Task WriteFolderAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await new RunDeduplication(Services).ApplyAsync(run, cancellationToken);
        await new CommentsFolder(Services, Plan).WriteAsync(run, cancellationToken);
    }
}
