using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch.Reporting;

/// <summary>Reads back the runs of searches.</summary>
public sealed class PostSearchReader : IRunReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Formats { get; } = [RunExports.JsonLines];

    /// <inheritdoc/>
    public object? Result(ItemRecord item)
    {
        if (item.ResultJson is null) return null;
        var result = JsonSerializer.Deserialize<PostSearchResult>(item.ResultJson, DurableJson.Options)!;
        return new PostSearchTaskResult(result.Posts, result.Pages.Count);
    }

    /// <inheritdoc/>
    public Task WriteAsync(string format, RunRecord run, RunSummary summary, RunStores stores, Stream destination, CancellationToken cancellationToken) => format switch
    {
        RunExports.JsonLines => RunFolderFiles.WriteLinesAsync(new FoundCandidates(stores.Runs, stores.Blobs).ReadAsync(run, cancellationToken), destination, cancellationToken),
        _ => throw new ArgumentException($"There is no export format '{format}'.", nameof(format)),
    };
}

/// <summary>What a query gave, in a summary.</summary>
/// <param name="Posts">Posts on all its pages.</param>
/// <param name="Pages">Pages that were bought.</param>
public sealed record PostSearchTaskResult(int Posts, int Pages);
