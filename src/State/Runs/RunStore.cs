using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Runs;

/// <summary>Runs and their items. Each record is one row, its JSON in one property.</summary>
/// <remarks>Safe for several threads and processes. An item has one writer, its orchestrator; a run may have several.</remarks>
public sealed class RunStore(ITableStore tables, TimeProvider clock)
{
    private const string RunTable = "runs";
    private const string ItemTable = "items";
    private const string RunPartition = "runs";
    private const string StatusProperty = "Status";
    private const string RecordProperty = "Record";
    private const int ConflictsMax = 100;

    /// <summary>Writes a new run; one that is there already stays as it is.</summary>
    /// <returns>The record as stored.</returns>
    public async Task<RunRecord> CreateAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var touched = Touched(run);
        try
        {
            await tables.WriteAsync(
                RunTable, RunPartition, [TableOperation.Insert(RunKey(run.RunId), Properties(run.Status, touched))], cancellationToken);
            return touched;
        }
        catch (TableConflictException conflict)
        {
            return await GetAsync(run.RunId, cancellationToken)
                ?? throw new InvalidOperationException($"Run {run.RunId} was removed while it was read.", conflict);
        }
    }

    /// <summary>Changes a run on top of whatever others changed.</summary>
    /// <param name="runId">Run.</param>
    /// <param name="change">May run several times. Returns the same record to leave it.</param>
    /// <param name="cancellationToken">Ends trying.</param>
    /// <returns>The record as stored.</returns>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public async Task<RunRecord> UpdateAsync(RunId runId, Func<RunRecord, RunRecord> change, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var row = await tables.GetAsync(RunTable, RunPartition, RunKey(runId), cancellationToken)
                ?? throw new KeyNotFoundException($"There is no run {runId}.");
            var before = Record<RunRecord>(row);
            var after = change(before);
            if (ReferenceEquals(before, after)) return before;
            after = Touched(after);
            try
            {
                await tables.WriteAsync(
                    RunTable, RunPartition, [TableOperation.Replace(row.RowKey, Properties(after.Status, after), row.ETag)], cancellationToken);
                return after;
            }
            catch (TableConflictException) when (conflicts < ConflictsMax)
            {
                // Somebody else changed it in between: change theirs.
            }
        }
    }

    /// <summary>One run, or null.</summary>
    public async Task<RunRecord?> GetAsync(RunId runId, CancellationToken cancellationToken) =>
        await tables.GetAsync(RunTable, RunPartition, RunKey(runId), cancellationToken) is { } row ? Record<RunRecord>(row) : null;

    /// <summary>All runs, newest first, streamed.</summary>
    public IAsyncEnumerable<RunRecord> ListAsync(CancellationToken cancellationToken) => ListAsync(olderThan: null, cancellationToken);

    /// <summary>Runs, newest first, streamed.</summary>
    /// <param name="olderThan">Only runs made before this one; null for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<RunRecord> ListAsync(RunId? olderThan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The least key after a key is the key and one more character.
        var range = olderThan is { } id ? new RowKeyRange(RunKey(id) + "!", null) : RowKeyRange.All;
        await foreach (var row in tables.QueryAsync(RunTable, RunPartition, range, cancellationToken)) yield return Record<RunRecord>(row);
    }

    /// <summary>Writes an item, new or not.</summary>
    public Task PutItemAsync(ItemRecord item, CancellationToken cancellationToken) => PutItemsAsync([item], cancellationToken);

    /// <summary>Writes items of one run as they come, in batches.</summary>
    public async Task PutItemsAsync(IAsyncEnumerable<ItemRecord> items, CancellationToken cancellationToken)
    {
        await foreach (var batch in items.Chunk(TableLimits.BatchOperationsMax).WithCancellation(cancellationToken))
        {
            await PutItemsAsync(batch, cancellationToken);
        }
    }

    /// <summary>Writes items of one run, new or not, in batches. When it fails, whole batches may have been written; writing all again is right.</summary>
    /// <exception cref="ArgumentException">An item is too large, or they are of several runs.</exception>
    public async Task PutItemsAsync(IReadOnlyList<ItemRecord> items, CancellationToken cancellationToken)
    {
        if (items.Any(item => item.RunId != items[0].RunId)) throw new ArgumentException("Items of several runs in one write.", nameof(items));
        foreach (var chunk in items.Chunk(TableLimits.BatchOperationsMax))
        {
            var operations = chunk.Select(item => TableOperation.Upsert(ItemKey(item.Index), Properties(item.Status, Touched(item)))).ToList();
            await tables.WriteAsync(ItemTable, chunk[0].RunId.Value, operations, cancellationToken);
        }
    }

    /// <summary>Writes new items of one run as they come, in batches; those that are there already stay as they are.</summary>
    public async Task AddItemsAsync(IAsyncEnumerable<ItemRecord> items, CancellationToken cancellationToken)
    {
        await foreach (var batch in items.Chunk(TableLimits.BatchOperationsMax).WithCancellation(cancellationToken))
        {
            var inserts = batch.Select(item => TableOperation.Insert(ItemKey(item.Index), Properties(item.Status, Touched(item)))).ToList();
            var partition = batch[0].RunId.Value;
            try
            {
                await tables.WriteAsync(ItemTable, partition, inserts, cancellationToken);
            }
            catch (TableConflictException)
            {
                // Some are there: an earlier process died on its way, or another is on the same way. Each for itself, then.
                foreach (var insert in inserts) await InsertIfAbsentAsync(partition, insert, cancellationToken);
            }
        }
    }

    /// <summary>One item, or null.</summary>
    public async Task<ItemRecord?> GetItemAsync(RunId runId, int index, CancellationToken cancellationToken) =>
        await tables.GetAsync(ItemTable, runId.Value, ItemKey(index), cancellationToken) is { } row ? Record<ItemRecord>(row) : null;

    /// <summary>Items of a run in their order, streamed.</summary>
    /// <param name="runId">Run.</param>
    /// <param name="statuses">Only these; null for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IAsyncEnumerable<ItemRecord> ListItemsAsync(
        RunId runId, IReadOnlyCollection<ItemStatus>? statuses, CancellationToken cancellationToken) =>
        ListItemsAsync(runId, statuses, firstIndex: 0, cancellationToken);

    /// <inheritdoc cref="ListItemsAsync(RunId, IReadOnlyCollection{ItemStatus}?, CancellationToken)"/>
    /// <param name="firstIndex">Place of the first item, from 0.</param>
    public async IAsyncEnumerable<ItemRecord> ListItemsAsync(
        RunId runId, IReadOnlyCollection<ItemStatus>? statuses, int firstIndex, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(ItemTable, runId.Value, new RowKeyRange(ItemKey(firstIndex), null), cancellationToken))
        {
            if (statuses is null || statuses.Contains(StatusOf(row))) yield return Record<ItemRecord>(row);
        }
    }

    /// <summary>How many items stand where; every status has its number.</summary>
    public async Task<IReadOnlyDictionary<ItemStatus, int>> CountItemsAsync(RunId runId, CancellationToken cancellationToken)
    {
        var counts = Enum.GetValues<ItemStatus>().ToDictionary(status => status, _ => 0);
        await foreach (var row in tables.QueryAsync(ItemTable, runId.Value, RowKeyRange.All, cancellationToken))
        {
            counts[StatusOf(row)]++;
        }

        return counts;
    }

    private async Task InsertIfAbsentAsync(string partition, TableOperation insert, CancellationToken cancellationToken)
    {
        try
        {
            await tables.WriteAsync(ItemTable, partition, [insert], cancellationToken);
        }
        catch (TableConflictException)
        {
            // It is there, and may have got further than the plan.
        }
    }

    /// <summary>The digits of the id turned round, 0 for f and so on: ascending keys give the newest run first.</summary>
    private static string RunKey(RunId runId) =>
        string.Concat(runId.Value.Select(character => char.IsAsciiHexDigit(character) ? "fedcba9876543210"[Convert.ToInt32(character.ToString(), 16)] : character));

    private static string ItemKey(int index) => index.ToString("d8", CultureInfo.InvariantCulture);

    private static ItemStatus StatusOf(TableRow row) => Enum.Parse<ItemStatus>((string)row.Properties[StatusProperty]);

    private static T Record<T>(TableRow row) => JsonSerializer.Deserialize<T>((string)row.Properties[RecordProperty], StateJson.Options)!;

    private static Dictionary<string, object> Properties<TStatus, TRecord>(TStatus status, TRecord record)
        where TStatus : struct, Enum =>
        new(StringComparer.Ordinal)
        {
            [StatusProperty] = status.ToString(),
            [RecordProperty] = JsonSerializer.Serialize(record, StateJson.Options),
        };

    private RunRecord Touched(RunRecord run) => run with { UpdatedAt = clock.GetUtcNow() };

    private ItemRecord Touched(ItemRecord item) => item with { UpdatedAt = clock.GetUtcNow() };
}
