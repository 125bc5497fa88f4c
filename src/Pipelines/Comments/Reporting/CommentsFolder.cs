using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments.Reporting;

/// <summary>
/// Writes what a run leaves: <c>items.jsonl</c>, <c>suggestions.csv</c>, <c>.jsonl</c> and <c>.md</c> for the person who replies,
/// <c>ledger.jsonl</c>, <c>report.html</c>, <c>run.json</c> and, last, <c>manifest.sha256</c> over all of it.
/// </summary>
internal sealed class CommentsFolder(PipelineServices services, PlanFiles<Candidate> plan)
{
    private readonly CommentLines _lines = new(services.Runs, plan, services.Ledger);
    private readonly RunFolderFiles _files = new(services.Blobs, services.ScratchFolder);

    /// <summary>Writes the folder of a run as its stores say.</summary>
    public async Task WriteAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var folder = $"runs/{run.RunId}/";
        var summary = await RunSummaries.ReadAsync(services, run, cancellationToken);
        await _files.PutLinesAsync(folder + "items.jsonl", _lines.ReadAsync(run, cancellationToken), cancellationToken);
        await _files.PutLinesAsync(folder + "ledger.jsonl", services.Ledger.ListAsync(run.Project, run.RunId, null, cancellationToken), cancellationToken);
        await _files.PutLinesAsync(folder + "suggestions.jsonl", SuggestionExports.LinesAsync(_lines.ReadAsync(run, cancellationToken), cancellationToken), cancellationToken);
        await _files.PutStreamAsync(folder + "suggestions.csv", file => SuggestionExports.WriteCsvAsync(_lines.ReadAsync(run, cancellationToken), file, cancellationToken), cancellationToken);
        await _files.PutStreamAsync(folder + "suggestions.md", file => SuggestionExports.WriteMarkdownAsync(summary, _lines.ReadAsync(run, cancellationToken), file, cancellationToken), cancellationToken);
        await _files.PutStreamAsync(folder + "report.html", file => CommentsPage.WriteAsync(run, summary, _lines.ReadAsync(run, cancellationToken), file, cancellationToken), cancellationToken);
        await _files.PutJsonAsync(folder + "run.json", summary, cancellationToken);
        await RunManifest.WriteAsync(services.Blobs, folder, cancellationToken);
    }
}
