using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

/// <summary>Takes note of the largest property, row and batch that go into a store, counted as Azure Table Storage counts.</summary>
internal sealed class MeasuringTableStore(ITableStore inner) : ITableStore
{
    private readonly Lock _gate = new();

    public int PropertyBytesMax { get; private set; }

    public int RowBytesMax { get; private set; }

    public int BatchOperationsMax { get; private set; }

    /// <summary>Tables that were written to.</summary>
    public SortedSet<string> Tables { get; } = new(StringComparer.Ordinal);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

    public Task<IReadOnlyList<string>> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Tables.Add(table);
            BatchOperationsMax = Math.Max(BatchOperationsMax, operations.Count);
            foreach (var operation in operations)
            {
                var keyBytes = 2 * (partitionKey.Length + operation.RowKey.Length);
                PropertyBytesMax = Math.Max(PropertyBytesMax, operation.Properties.Values.Select(Bytes).DefaultIfEmpty().Max());
                RowBytesMax = Math.Max(RowBytesMax, keyBytes + operation.Properties.Sum(property => (2 * property.Key.Length) + Bytes(property.Value)));
            }
        }

        return inner.WriteAsync(table, partitionKey, operations, cancellationToken);
    }

    public IAsyncEnumerable<TableRow> QueryAsync(string table, string partitionKey, RowKeyRange range, CancellationToken cancellationToken) =>
        inner.QueryAsync(table, partitionKey, range, cancellationToken);

    private static int Bytes(object value) => value switch
    {
        string text => 2 * text.Length,
        byte[] bytes => bytes.Length,
        _ => 8,
    };
}
