using System.Text;
using System.Text.Json;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Reads back the runs of video batches.</summary>
public sealed class VideoBatchReader : IRunReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Formats { get; } = [RunExports.JsonLines, RunExports.Csv, RunExports.Junit, RunExports.Html];

    /// <inheritdoc/>
    public object? Result(ItemRecord item)
    {
        if (ItemRecords.ReadResult(item) is not { } result) return null;
        var clip = result.Clip.Path[(result.Clip.Path.IndexOf("/clips/", StringComparison.Ordinal) + 1)..];
        return new VideoTaskResult(clip, result.Scores.Photorealism, result.Scores.Physics, [.. result.Defects]);
    }

    /// <inheritdoc/>
    public string? Device(ItemRecord item) => ItemRecords.ReadResult(item)?.Device;

    /// <inheritdoc/>
    public Task WriteAsync(string format, RunRecord run, RunSummary summary, RunStores stores, Stream destination, CancellationToken cancellationToken) =>
        WriteAsync(format, summary, new ItemLines(stores.Runs, new PlanFiles<PlannedItem>(stores.Blobs)).ReadAsync(run, cancellationToken), destination, cancellationToken);

    /// <summary>
    /// <c>jsonl</c>: the items, as in <c>items.jsonl</c>. <c>csv</c>: a row an item. <c>junit</c>: a test suite a variant, a test case an item.
    /// <c>html</c>: the report page.
    /// </summary>
    internal static Task WriteAsync(
        string format, RunSummary summary, IAsyncEnumerable<ItemLine> items, Stream destination, CancellationToken cancellationToken) => format switch
    {
        RunExports.JsonLines => RunFolderFiles.WriteLinesAsync(items, destination, cancellationToken),
        RunExports.Csv => CsvExport.WriteAsync(items, destination, cancellationToken),
        RunExports.Junit => JunitExport.WriteAsync(summary, items, destination, cancellationToken),
        RunExports.Html => WritePageAsync(summary, items, destination, cancellationToken),
        _ => throw new ArgumentException($"There is no export format '{format}'.", nameof(format)),
    };

    private static async Task WritePageAsync(
        RunSummary summary, IAsyncEnumerable<ItemLine> items, Stream destination, CancellationToken cancellationToken)
    {
        var report = await VideoBatchReport.CreateAsync(summary, items, cancellationToken);

        // The clips stay where they are, so a page that lies elsewhere has to name their folder in full.
        var folder = Uri.TryCreate(summary.RunFolder.TrimEnd('/') + "/", UriKind.Absolute, out var address) ? address.AbsoluteUri : "";
        await destination.WriteAsync(Encoding.UTF8.GetBytes(ReportPage.Render(report, folder)), cancellationToken);
    }
}

/// <summary>What an item of a video batch gave, in a summary.</summary>
/// <param name="Clip">Path of the clip inside the run's folder.</param>
/// <param name="Photorealism">Score, 0 to 100; null when nothing measured it.</param>
/// <param name="Physics">Score, 0 to 100; null when nothing measured it.</param>
/// <param name="Defects">Ids of the detectors that found something, most severe first.</param>
public sealed record VideoTaskResult(string? Clip, double? Photorealism, double? Physics, IReadOnlyList<string> Defects);
