using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>The plan of a run that was not made yet, as a file: memory does not grow with its items.</summary>
internal static class ScratchPlan
{
    /// <summary>Has a new one written to a path of its own. When that fails, nothing of it stays behind.</summary>
    /// <returns>The path, and what the writer says of the plan.</returns>
    public static async Task<(string Path, T Plan)> CreateAsync<T>(PipelineServices services, Func<string, Task<T>> writeAsync)
    {
        Directory.CreateDirectory(services.ScratchFolder);
        var path = Path.Combine(services.ScratchFolder, $"plan-{services.NewRunId()}.jsonl");
        try
        {
            return (path, await writeAsync(path));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Writes the items of a range, numbered anew from 0. Reads all items: only then is the source known to be good.</summary>
    /// <returns>Items written, and items seen.</returns>
    public static async Task<(int Total, int All)> WriteAsync<TItem>(
        string path, IAsyncEnumerable<TItem> items, ItemRange? range, Func<TItem, int, TItem> number, CancellationToken cancellationToken)
        where TItem : IPlannedItem
    {
        var (total, all) = (0, 0);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024);
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            var place = all++;
            if (range is not null && (place < range.First || place >= range.End)) continue;
            await JsonSerializer.SerializeAsync(file, number(item, total++), DurableJson.Options, cancellationToken);
            file.WriteByte((byte)'\n');
        }

        return (total, all);
    }

    /// <summary>The items, streamed.</summary>
    public static async IAsyncEnumerable<TItem> ReadAsync<TItem>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken)) yield return JsonSerializer.Deserialize<TItem>(line, DurableJson.Options)!;
    }
}

/// <summary>A validated batch whose plan lies in a scratch file until the run is made.</summary>
internal sealed class PreparedScratchBatch<TItem, TSettings> : PreparedBatch<TItem, TSettings>
    where TItem : IPlannedItem
    where TSettings : BatchSettings
{
    public required string PlanPath { get; init; }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TItem> ReadItemsAsync(CancellationToken cancellationToken) => ScratchPlan.ReadAsync<TItem>(PlanPath, cancellationToken);

    /// <inheritdoc/>
    public override void Dispose() => File.Delete(PlanPath);
}
