using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PostSearch.Reporting;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch;

/// <summary>
/// Queries -> pages of posts -> a file of candidates for <c>comments</c>. A run of its own: a search costs money, and no plan may.
/// </summary>
public sealed class PostSearchPipeline(PipelineServices services)
    : BatchPipeline<SearchQuery, PostSearchSettings>(services, PostSearchNames.Pipeline, PostSearchNames.Batch)
{
    /// <inheritdoc/>
    public override Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken) =>
        PostSearchPreparation.PrepareAsync(Services, request, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Steps => PostSearchNames.Steps;

    /// <inheritdoc/>
    protected override void RegisterItems(OrchestrationRegistry registry)
    {
        var item = new PostSearchActivities(Services, Plan);
        registry
            .AddOrchestrator(PostSearchNames.Batch.Item, () => new PostSearchItemOrchestrator())
            .AddActivity(PostSearchNames.Search, item.SearchAsync)
            .AddActivity(PostSearchNames.CompleteItem, item.CompleteItemAsync);
    }

    /// <inheritdoc/>
    protected override Task WriteFolderAsync(RunRecord run, CancellationToken cancellationToken) =>
        new PostSearchFolder(Services, Plan).WriteAsync(run, cancellationToken);
}
