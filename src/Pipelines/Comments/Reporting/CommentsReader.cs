using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments.Reporting;

/// <summary>Reads back the runs of suggestions.</summary>
public sealed class CommentsReader : IRunReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Formats { get; } = [RunExports.JsonLines, RunExports.Csv, RunExports.Markdown, RunExports.Html];

    /// <inheritdoc/>
    public object? Result(ItemRecord item)
    {
        if (item.ResultJson is null) return null;
        var result = JsonSerializer.Deserialize<CommentResult>(item.ResultJson, DurableJson.Options)!;
        int Count(SuggestionState state) => result.Suggestions.Count(suggestion => suggestion.State == state);
        return new CommentTaskResult(
            result.Gate?.Score, Count(SuggestionState.Kept) + Count(SuggestionState.KeptLow), Count(SuggestionState.LowScore), Count(SuggestionState.Duplicate));
    }

    /// <inheritdoc/>
    public string? Sentence(IReadOnlyList<TaskSummary> tasks)
    {
        var results = tasks.Select(task => task.Result).OfType<CommentTaskResult>().ToList();
        var (kept, low, duplicates) = (results.Sum(result => result.Kept), results.Sum(result => result.LowScore), results.Sum(result => result.Duplicates));
        if (kept + low + duplicates == 0) return null;
        var hint = kept == 0 && low > 0 ? "; a lower qualityThreshold keeps more" : "";
        return string.Create(CultureInfo.InvariantCulture, $"suggestions: {kept} kept, {low} not good enough, {duplicates} said already{hint}");
    }

    /// <inheritdoc/>
    public Task WriteAsync(string format, RunRecord run, RunSummary summary, RunStores stores, Stream destination, CancellationToken cancellationToken)
    {
        var items = new CommentLines(stores.Runs, new PlanFiles<Candidate>(stores.Blobs), stores.Ledger).ReadAsync(run, cancellationToken);
        return format switch
        {
            RunExports.JsonLines => RunFolderFiles.WriteLinesAsync(SuggestionExports.LinesAsync(items, cancellationToken), destination, cancellationToken),
            RunExports.Csv => SuggestionExports.WriteCsvAsync(items, destination, cancellationToken),
            RunExports.Markdown => SuggestionExports.WriteMarkdownAsync(summary, items, destination, cancellationToken),
            RunExports.Html => CommentsPage.WriteAsync(run, summary, items, destination, cancellationToken),
            _ => throw new ArgumentException($"There is no export format '{format}'.", nameof(format)),
        };
    }
}

/// <summary>What a post gave, in a summary.</summary>
/// <param name="GateScore">How much a reply would add, 0 to 1; null without a gate.</param>
/// <param name="Kept">Suggestions for a person.</param>
/// <param name="LowScore">Suggestions that were not good enough.</param>
/// <param name="Duplicates">Suggestions that say what another one says.</param>
public sealed record CommentTaskResult(double? GateScore, int Kept, int LowScore, int Duplicates);
