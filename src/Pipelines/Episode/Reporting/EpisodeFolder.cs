using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode.Reporting;

/// <summary>
/// Writes what a run leaves besides the files of each episode: <c>items.jsonl</c>, <c>ledger.jsonl</c>, <c>storage/quality_metrics.jsonl</c>, <c>report.html</c>, <c>run.json</c> and,
/// last, <c>manifest.sha256</c> over all of it.
/// </summary>
internal sealed class EpisodeFolder(PipelineServices services, PlanFiles<EpisodeOrder> plan)
{
    private readonly EpisodeLines _lines = new(services.Runs, plan, services.Ledger);
    private readonly EpisodeQuality _quality = new(new EpisodeFiles(services));
    private readonly RunFolderFiles _files = new(services.Blobs, services.ScratchFolder);

    /// <summary>Writes the folder of a run as its stores say.</summary>
    public async Task WriteAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var folder = $"runs/{run.RunId}/";
        var summary = await RunSummaries.ReadAsync(services, run, cancellationToken);
        await _files.PutLinesAsync(folder + "items.jsonl", _lines.ReadAsync(run, cancellationToken), cancellationToken);
        await _files.PutLinesAsync(folder + "ledger.jsonl", services.Ledger.ListAsync(run.Project, run.RunId, null, cancellationToken), cancellationToken);
        await _files.PutTextAsync(EpisodeQuality.PathOf(run.RunId), await _quality.LinesAsync(_lines.ReadAsync(run, cancellationToken), cancellationToken), cancellationToken);
        await _files.PutStreamAsync(folder + "report.html", file => EpisodePage.WriteAsync(summary, _lines.ReadAsync(run, cancellationToken), file, cancellationToken), cancellationToken);
        await _files.PutJsonAsync(folder + "run.json", summary, cancellationToken);
        await RunManifest.WriteAsync(services.Blobs, folder, cancellationToken);
    }
}
