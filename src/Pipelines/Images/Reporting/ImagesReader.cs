using System.Globalization;
using System.Text.Json;
using CsvHelper;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images.Reporting;

/// <summary>Reads back the runs of images.</summary>
public sealed class ImagesReader : IRunReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Formats { get; } = [RunExports.JsonLines, RunExports.Csv, RunExports.Html];

    /// <inheritdoc/>
    public object? Result(ItemRecord item)
    {
        if (item.ResultJson is null) return null;
        var iteration = JsonSerializer.Deserialize<IterationSummary>(item.ResultJson, DurableJson.Options)!;
        var last = iteration.Decisions[^1];
        var chosen = last.Chosen is { } number ? MeanOf(iteration.Iterations[number - 1]) : null;
        return new ImageTaskResult(
            iteration.Iterations.Count, last.Chosen, chosen, MeanOf(iteration.Iterations[0]), iteration.Gain().Gain, iteration.Gain().GainPerUsd, last.Reason);
    }

    /// <inheritdoc/>
    public Task WriteAsync(string format, RunRecord run, RunSummary summary, RunStores stores, Stream destination, CancellationToken cancellationToken)
    {
        var lines = new ImageLines(stores.Runs, new PlanFiles<ImagePrompt>(stores.Blobs), stores.Blobs, stores.Ledger);
        return format switch
        {
            RunExports.JsonLines => RunFolderFiles.WriteLinesAsync(lines.LinesAsync(run, cancellationToken), destination, cancellationToken),
            RunExports.Csv => WriteCsvAsync(lines.LinesAsync(run, cancellationToken), destination, cancellationToken),
            RunExports.Html => ContactSheet.WriteAsync(summary, lines.ReadAsync(run, cancellationToken), destination, cancellationToken),
            _ => throw new ArgumentException($"There is no export format '{format}'.", nameof(format)),
        };
    }

    private static double? MeanOf(IterationRecord record) => record.Scores.Average(score => score.Value);

    /// <summary>Comma-separated, with a header. A cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static async Task WriteCsvAsync(IAsyncEnumerable<ImageLine> lines, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        await using var csv = new CsvWriter(text, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = CsvHelper.Configuration.InjectionOptions.Escape });
        foreach (var name in new[] { "id", "status", "prompt", "chosenPrompt", "image", "chosen", "images", "scores", "firstScore", "score", "gain", "stop", "costUsd", "error" }) csv.WriteField(name);
        await csv.NextRecordAsync();
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            csv.WriteField(line.Id);
            csv.WriteField(line.Status.ToString().ToLowerInvariant());
            csv.WriteField(line.Prompt);
            csv.WriteField(line.ChosenPrompt);
            csv.WriteField(line.Image);
            csv.WriteField(line.Chosen);
            csv.WriteField(line.Images);
            csv.WriteField(line.Scores);
            csv.WriteField(line.FirstScore);
            csv.WriteField(line.Score);
            csv.WriteField(line.Gain?.Gain);
            csv.WriteField(line.Stop?.ToString());
            csv.WriteField(line.CostUsd);
            csv.WriteField(line.Error?.Code);
            await csv.NextRecordAsync();
        }
    }
}

/// <summary>What a prompt gave, in a summary.</summary>
/// <param name="Images">Images that were judged.</param>
/// <param name="Chosen">Number of the one that is the result.</param>
/// <param name="Score">Its mean score, 0 to 1.</param>
/// <param name="FirstScore">That of the first image.</param>
/// <param name="Gain">What was gained over the first image, drawn towards none by the share of noise in it.</param>
/// <param name="GainPerUsd">Gain by dollars spent beyond the first image.</param>
/// <param name="Stop">Why no further image was made.</param>
public sealed record ImageTaskResult(int Images, int? Chosen, double? Score, double? FirstScore, double? Gain, double? GainPerUsd, IterationStop? Stop);
