using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Contracts;

/// <summary>A table store for tests: the same rules, no disk. Passes <see cref="TableStoreContract"/>.</summary>
public sealed class InMemoryTableStore(TimeProvider clock) : ITableStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Table, string Partition), SortedDictionary<string, TableRow>> _partitions = [];
    private long _version;

    /// <summary>Writes that took effect.</summary>
    public long WriteCount { get; private set; }

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableRules.CheckAddress(table, partitionKey, rowKey);
        lock (_gate) return Task.FromResult(Partition_NeedsLock(table, partitionKey).GetValueOrDefault(rowKey));
    }

    public Task<IReadOnlyList<string>> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        TableRules.CheckBatch(table, partitionKey, operations);
        lock (_gate)
        {
            var rows = Partition_NeedsLock(table, partitionKey);
            foreach (var operation in operations)
            {
                var current = rows.GetValueOrDefault(operation.RowKey);
                if (!Holds(operation, current)) return Task.FromException<IReadOnlyList<string>>(Conflict(table, partitionKey, operation));
            }

            WriteCount++;
            return Task.FromResult<IReadOnlyList<string>>([.. operations.Select(operation => Apply_NeedsLock(rows, partitionKey, operation))]);
        }
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, RowKeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableRules.CheckAddress(table, partitionKey);
        List<TableRow> rows;
        lock (_gate) rows = [.. Partition_NeedsLock(table, partitionKey).Values.Where(row => IsIn(range, row.RowKey))];
        await Task.CompletedTask;
        foreach (var row in rows) yield return row;
    }

    private static bool Holds(TableOperation operation, TableRow? current) => operation.Kind switch
    {
        TableOperationKind.Insert => current is null,
        TableOperationKind.Replace => current is not null && current.ETag == operation.ETag,
        TableOperationKind.Delete => operation.ETag is null || (current is not null && current.ETag == operation.ETag),
        _ => true,
    };

    private static TableConflictException Conflict(string table, string partitionKey, TableOperation operation) =>
        new(table, partitionKey, operation.RowKey, $"the condition of the {operation.Kind} does not hold.");

    private static bool IsIn(RowKeyRange range, string rowKey) =>
        (range.From is null || string.CompareOrdinal(rowKey, range.From) >= 0) && (range.To is null || string.CompareOrdinal(rowKey, range.To) < 0);

    private string Apply_NeedsLock(SortedDictionary<string, TableRow> rows, string partitionKey, TableOperation operation)
    {
        if (operation.Kind == TableOperationKind.Delete)
        {
            rows.Remove(operation.RowKey);
            return "";
        }

        var etag = (++_version).ToString(CultureInfo.InvariantCulture);
        var properties = operation.Properties.ToDictionary(pair => pair.Key, pair => Stored(pair.Value), StringComparer.Ordinal);
        rows[operation.RowKey] = new TableRow(partitionKey, operation.RowKey, properties, etag, clock.GetUtcNow());
        return etag;
    }

    private static object Stored(object value) => value switch
    {
        DateTimeOffset time => time.ToUniversalTime(),
        byte[] bytes => bytes.ToArray(),
        _ => value,
    };

    private SortedDictionary<string, TableRow> Partition_NeedsLock(string table, string partitionKey)
    {
        // Azure takes table names without regard to case.
        var key = (table.ToUpperInvariant(), partitionKey);
        if (!_partitions.TryGetValue(key, out var rows)) _partitions[key] = rows = new SortedDictionary<string, TableRow>(StringComparer.Ordinal);
        return rows;
    }
}
