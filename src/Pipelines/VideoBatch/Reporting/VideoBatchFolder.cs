using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Posting;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>
/// Writes what a run leaves: <c>items.jsonl</c>, <c>hits.jsonl</c>, <c>ledger.jsonl</c>, <c>report.json</c>, <c>report.html</c>,
/// <c>run.json</c>, what is ready to be posted and, last, <c>manifest.sha256</c> over all of it. Each file is put in one step; writing twice gives the same files.
/// </summary>
internal sealed class VideoBatchFolder(PipelineServices services, PlanFiles<PlannedItem> plan)
{
    private readonly ItemLines _items = new(services.Runs, plan);
    private readonly PostProposals _posts = new(services);
    private readonly RunFolderFiles _files = new(services.Blobs, services.ScratchFolder);

    /// <summary>Writes the folder of a run as its stores say.</summary>
    public async Task WriteAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var folder = $"runs/{run.RunId}/";
        await _files.PutLinesAsync(folder + "items.jsonl", _items.ReadAsync(run, cancellationToken), cancellationToken);
        await _files.PutLinesAsync(folder + "hits.jsonl", HitLinesAsync(run, cancellationToken), cancellationToken);
        await _files.PutLinesAsync(folder + "ledger.jsonl", services.Ledger.ListAsync(run.Project, run.RunId, null, cancellationToken), cancellationToken);

        var summary = await RunSummaries.ReadAsync(services, run, cancellationToken);
        var report = await VideoBatchReport.CreateAsync(summary, _items.ReadAsync(run, cancellationToken), cancellationToken);
        await _files.PutJsonAsync(folder + "report.json", report, cancellationToken);
        await _files.PutTextAsync(folder + "report.html", ReportPage.Render(report), cancellationToken);
        await _files.PutJsonAsync(folder + "run.json", summary, cancellationToken);
        await _posts.PutAsync(run, _items.ReadAsync(run, cancellationToken), cancellationToken);
        await RunManifest.WriteAsync(services.Blobs, folder, cancellationToken);
    }

    private async IAsyncEnumerable<HitLine> HitLinesAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _items.ReadAsync(run, cancellationToken))
        {
            foreach (var detector in item.Result?.Detectors.Where(detector => detector.Detected) ?? [])
            {
                yield return new HitLine(item.RunId, item.Id, item.PromptId, item.Traps, detector.Id, detector.Score, detector.Findings, item.Result!.Clip.Path);
            }
        }
    }
}
