using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>An item as a plan holds it: what the pipeline needs to know of it, and its place and name.</summary>
public interface IPlannedItem
{
    /// <summary>Place in the plan, from 0.</summary>
    int Index { get; }

    /// <summary>Id, unique in the run ignoring case, safe as one segment of a path.</summary>
    string Id { get; }
}

/// <summary>A planned item and the number of its next paid attempt.</summary>
public sealed record PlanLine<TItem>(TItem Item, int PaidAttempt)
    where TItem : IPlannedItem;

/// <summary>
/// The plan of a round, in chunks of JSON lines in the run's folder. Once written it is what the run goes by:
/// a prompt file that changes later changes nothing.
/// </summary>
public sealed class PlanFiles<TItem>(IBlobStore blobs)
    where TItem : IPlannedItem
{
    // The items of a chunk travel as one payload: {"items":[ ]} and a comma after each.
    private const int ChunkBytesMax = Limits.PayloadBytesMax - 64;

    /// <summary>Writes a round's plan. A chunk ends with its last item that fits, by number and by the length of the ids.</summary>
    /// <returns>The number of chunks.</returns>
    public async Task<int> WriteAsync(
        string runId, int round, IAsyncEnumerable<PlanLine<TItem>> lines, int chunkItems, CancellationToken cancellationToken)
    {
        var chunks = 0;
        using var content = new MemoryStream();
        var count = 0;
        var payloadBytes = 0;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            var item = new ChunkItem(line.Item.Index, line.Item.Id, line.PaidAttempt);
            var itemBytes = JsonSerializer.SerializeToUtf8Bytes(item, DurableJson.Options).Length + 1;
            if (count > 0 && payloadBytes + itemBytes > ChunkBytesMax)
            {
                await PutChunkAsync(runId, round, chunks++, content, cancellationToken);
                count = payloadBytes = 0;
            }

            payloadBytes += itemBytes;
            content.Write(JsonSerializer.SerializeToUtf8Bytes(line, DurableJson.Options));
            content.WriteByte((byte)'\n');
            if (++count < chunkItems) continue;

            await PutChunkAsync(runId, round, chunks++, content, cancellationToken);
            count = payloadBytes = 0;
        }

        if (count > 0) await PutChunkAsync(runId, round, chunks++, content, cancellationToken);
        return chunks;
    }

    /// <summary>The lines of a chunk, in order.</summary>
    /// <exception cref="FileNotFoundException">The run's folder was tampered with.</exception>
    public async Task<IReadOnlyList<PlanLine<TItem>>> ReadChunkAsync(string runId, int round, int chunk, CancellationToken cancellationToken)
    {
        var path = ChunkPath(runId, round, chunk);
        await using var blob = await blobs.OpenReadAsync(path, cancellationToken)
            ?? throw new FileNotFoundException($"The plan file {path} is gone; the run cannot go on without it. No money was spent on its items.", path);
        var lines = new List<PlanLine<TItem>>();
        using var reader = new StreamReader(blob.Content);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(JsonSerializer.Deserialize<PlanLine<TItem>>(line, DurableJson.Options)!);
        }

        return lines;
    }

    /// <summary>All lines of a round, in order, streamed.</summary>
    public async IAsyncEnumerable<PlanLine<TItem>> ReadRoundAsync(
        string runId, int round, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var chunk = 0; await blobs.GetPropertiesAsync(ChunkPath(runId, round, chunk), cancellationToken) is not null; chunk++)
        {
            foreach (var line in await ReadChunkAsync(runId, round, chunk, cancellationToken)) yield return line;
        }
    }

    /// <summary>The items of a run with their lines of the plan, streamed: both are kept in index order, so one pass joins them.</summary>
    /// <exception cref="InvalidDataException">The run's plan was tampered with.</exception>
    public async IAsyncEnumerable<(ItemRecord Item, TItem Planned)> JoinAsync(
        RunRecord run, RunStore runs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lines = ReadRoundAsync(run.RunId.Value, 1, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var item in runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (!await lines.MoveNextAsync()) throw new InvalidDataException($"The plan of run {run.RunId} is shorter than its items.");
            yield return (item, lines.Current.Item);
        }
    }

    /// <summary>One item of a chunk.</summary>
    public async Task<TItem> ReadItemAsync<TSettings>(ItemInput<TSettings> input, CancellationToken cancellationToken)
        where TSettings : BatchSettings
    {
        var lines = await ReadChunkAsync(input.RunId, input.Round, input.Chunk, cancellationToken);
        return lines.First(line => line.Item.Index == input.Item.Index).Item;
    }

    private static string ChunkPath(string runId, int round, int chunk) =>
        string.Create(CultureInfo.InvariantCulture, $"runs/{runId}/plan/round-{round}/chunk-{chunk:00000}.jsonl");

    private async Task PutChunkAsync(string runId, int round, int chunk, MemoryStream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        await blobs.PutAsync(ChunkPath(runId, round, chunk), content, BlobCondition.None, cancellationToken);
        content.SetLength(0);
    }
}
