using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>
/// Writes what a run leaves: <c>items.jsonl</c>, <c>hits.jsonl</c>, <c>ledger.jsonl</c>, <c>report.json</c>, <c>report.html</c>,
/// <c>run.json</c> and, last, <c>manifest.sha256</c> over all of it. Each file is put in one step; writing twice gives the same files.
/// </summary>
public sealed class RunFolderWriter(PipelineServices services, PlanFiles plan)
{
    private readonly ItemLines _items = new(services.Runs, plan);

    /// <summary>Writes the folder of a run as its stores say.</summary>
    public async Task WriteAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var folder = $"runs/{run.RunId}/";
        await PutLinesAsync(folder + "items.jsonl", _items.ReadAsync(run, cancellationToken), cancellationToken);
        await PutLinesAsync(folder + "hits.jsonl", HitLinesAsync(run, cancellationToken), cancellationToken);
        await PutLinesAsync(folder + "ledger.jsonl", services.Ledger.ListAsync(run.Project, run.RunId, null, cancellationToken), cancellationToken);

        var summary = await RunSummaries.ReadAsync(services, run, cancellationToken);
        var report = await VideoBatchReport.CreateAsync(summary, _items.ReadAsync(run, cancellationToken), cancellationToken);
        await PutJsonAsync(folder + "report.json", report, cancellationToken);
        await PutTextAsync(folder + "report.html", ReportPage.Render(report), cancellationToken);
        await PutJsonAsync(folder + "run.json", summary, cancellationToken);
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

    private async Task PutLinesAsync<T>(string path, IAsyncEnumerable<T> lines, CancellationToken cancellationToken)
    {
        // Spooled, not gathered: the file may be far larger than memory should be.
        Directory.CreateDirectory(services.ScratchFolder);
        var scratch = Path.Combine(services.ScratchFolder, Path.GetRandomFileName());
        await using var spool = new FileStream(
            scratch, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(spool, line, RunFolderJson.Lines, cancellationToken);
            spool.WriteByte((byte)'\n');
        }

        spool.Position = 0;
        await services.Blobs.PutAsync(path, spool, BlobCondition.None, cancellationToken);
    }

    private async Task PutJsonAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await JsonSerializer.SerializeAsync(content, value, RunFolderJson.Pretty, cancellationToken);
        content.Position = 0;
        await services.Blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
    }

    private async Task PutTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await services.Blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
    }
}
