using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch.Reporting;

/// <summary>
/// Writes what a search leaves: <c>candidates.jsonl</c> for <c>comments</c>, <c>items.jsonl</c>, <c>ledger.jsonl</c>, <c>run.json</c> and,
/// last, <c>manifest.sha256</c> over all of it.
/// </summary>
internal sealed class PostSearchFolder(PipelineServices services, PlanFiles<SearchQuery> plan)
{
    private readonly QueryLines _lines = new(services.Runs, plan, services.Ledger);
    private readonly FoundCandidates _candidates = new(services.Runs, services.Blobs);
    private readonly RunFolderFiles _files = new(services.Blobs, services.ScratchFolder);

    /// <summary>Writes the folder of a run as its stores say.</summary>
    public async Task WriteAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var folder = $"runs/{run.RunId}/";
        await _files.PutLinesAsync(folder + PostSearchFiles.Candidates, _candidates.ReadAsync(run, cancellationToken), cancellationToken);
        await _files.PutLinesAsync(folder + "items.jsonl", _lines.ReadAsync(run, cancellationToken), cancellationToken);
        await _files.PutLinesAsync(folder + "ledger.jsonl", services.Ledger.ListAsync(run.Project, run.RunId, null, cancellationToken), cancellationToken);
        await _files.PutJsonAsync(folder + "run.json", await RunSummaries.ReadAsync(services, run, cancellationToken), cancellationToken);
        await RunManifest.WriteAsync(services.Blobs, folder, cancellationToken);
    }
}

/// <summary>Files of a search that others read.</summary>
public static class PostSearchFiles
{
    /// <summary>The posts, as the pipeline <c>comments</c> takes them.</summary>
    public const string Candidates = "candidates.jsonl";
}
