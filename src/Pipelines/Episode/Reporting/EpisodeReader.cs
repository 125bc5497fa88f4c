using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode.Reporting;

/// <summary>Reads back the runs of episodes.</summary>
public sealed class EpisodeReader : IRunReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Formats { get; } = [RunExports.JsonLines, RunExports.Csv, RunExports.Html];

    /// <inheritdoc/>
    public object? Result(ItemRecord item) => EpisodeLines.ResultOf(item);

    /// <inheritdoc/>
    public Task WriteAsync(string format, RunRecord run, RunSummary summary, RunStores stores, Stream destination, CancellationToken cancellationToken)
    {
        var lines = new EpisodeLines(stores.Runs, new PlanFiles<EpisodeOrder>(stores.Blobs), stores.Ledger).ReadAsync(run, cancellationToken);
        return format switch
        {
            RunExports.JsonLines => RunFolderFiles.WriteLinesAsync(lines, destination, cancellationToken),
            RunExports.Csv => WriteCsvAsync(lines, destination, cancellationToken),
            RunExports.Html => EpisodePage.WriteAsync(summary, lines, destination, cancellationToken),
            _ => throw new ArgumentException($"There is no export format '{format}'.", nameof(format)),
        };
    }

    /// <summary>Comma-separated, with a header. A cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static async Task WriteCsvAsync(IAsyncEnumerable<EpisodeLine> lines, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape });
        foreach (var name in new[] { "id", "status", "story", "title", "stage", "seconds", "sha256", "costUsd", "degradations", "error" }) csv.WriteField(name);
        await csv.NextRecordAsync();
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            csv.WriteField(line.Id);
            csv.WriteField(line.Status.ToString().ToLowerInvariant());
            csv.WriteField(line.Story);
            csv.WriteField(line.Result?.Title);
            csv.WriteField(line.Result?.Stage?.ToString());
            csv.WriteField(line.Result?.Film?.Seconds);
            csv.WriteField(line.Result?.Film?.Sha256);
            csv.WriteField(line.CostUsd);
            csv.WriteField(string.Join(' ', line.Degradations.Select(degradation => degradation.Kind)));
            csv.WriteField(line.Error?.Code);
            await csv.NextRecordAsync();
        }
    }
}
