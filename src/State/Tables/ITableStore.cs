namespace FunctionsPipeline.State.Tables;

/// <summary>
/// Keyed rows with the model and the limits of Azure Table Storage: partition key, row key, ETag, conditional write,
/// range query, atomic batch inside one partition. One contract suite runs against every implementation.
/// </summary>
/// <remarks>Safe for several threads. A write is durable when its task completes.</remarks>
public interface ITableStore
{
    /// <summary>One row, or null.</summary>
    Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken);

    /// <summary>Applies all operations, or none. At most <see cref="TableLimits.BatchOperationsMax"/>, each row at most once.</summary>
    /// <returns>The new ETags in the order of the operations; empty for a delete.</returns>
    /// <exception cref="TableConflictException">A condition did not hold; nothing was written.</exception>
    /// <exception cref="ArgumentException">A key, a value or the batch breaks a limit; nothing was written.</exception>
    /// <exception cref="IOException">A remote store did not answer; nobody knows whether it was written.</exception>
    Task<IReadOnlyList<string>> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken);

    /// <summary>Rows of one partition in ordinal row-key order, streamed.</summary>
    /// <param name="table">Table.</param>
    /// <param name="partitionKey">Partition.</param>
    /// <param name="range">Bounds on the row key.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<TableRow> QueryAsync(string table, string partitionKey, RowKeyRange range, CancellationToken cancellationToken);
}

/// <summary>A stored row. Values are string, bool, int, long, double, DateTimeOffset or byte[].</summary>
/// <param name="Timestamp">The store's own time of the last write: one clock for all writers.</param>
public sealed record TableRow(
    string PartitionKey, string RowKey, IReadOnlyDictionary<string, object> Properties, string ETag, DateTimeOffset Timestamp);

/// <summary>What to do with one row.</summary>
/// <param name="ETag">The version that must be there, for <see cref="TableOperationKind.Replace"/> and conditional deletes; null elsewhere.</param>
public sealed record TableOperation(
    TableOperationKind Kind, string RowKey, IReadOnlyDictionary<string, object> Properties, string? ETag)
{
    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    /// <summary>The row must not be there.</summary>
    public static TableOperation Insert(string rowKey, IReadOnlyDictionary<string, object> properties) =>
        new(TableOperationKind.Insert, rowKey, properties, null);

    /// <summary>The row must be there in exactly this version; all its properties are replaced.</summary>
    public static TableOperation Replace(string rowKey, IReadOnlyDictionary<string, object> properties, string etag) =>
        new(TableOperationKind.Replace, rowKey, properties, etag);

    /// <summary>Writes whatever is there.</summary>
    public static TableOperation Upsert(string rowKey, IReadOnlyDictionary<string, object> properties) =>
        new(TableOperationKind.Upsert, rowKey, properties, null);

    /// <summary>Deletes; with an ETag the row must be there in that version, without one a missing row is fine.</summary>
    public static TableOperation Delete(string rowKey, string? etag = null) => new(TableOperationKind.Delete, rowKey, None, etag);
}

/// <summary>Kinds of write.</summary>
public enum TableOperationKind
{
    /// <summary>The row must be new.</summary>
    Insert,

    /// <summary>The row must have the given ETag.</summary>
    Replace,

    /// <summary>Insert or replace.</summary>
    Upsert,

    /// <summary>Remove.</summary>
    Delete,
}

/// <summary>Row keys from <paramref name="From"/> (included) to <paramref name="To"/> (excluded); null is open.</summary>
public readonly record struct RowKeyRange(string? From, string? To)
{
    /// <summary>Every row of the partition.</summary>
    public static RowKeyRange All => default;

    /// <summary>Rows whose key starts with <paramref name="prefix"/>.</summary>
    public static RowKeyRange Prefix(string prefix) => new(prefix, prefix[..^1] + (char)(prefix[^1] + 1));
}

/// <summary>A conditional write lost. Read again and decide again.</summary>
public sealed class TableConflictException(string table, string partitionKey, string rowKey, string why)
    : Exception($"Row '{rowKey}' of partition '{partitionKey}' in table '{table}': {why}")
{
    /// <summary>The row whose condition did not hold.</summary>
    public string RowKey { get; } = rowKey;
}

/// <summary>The limits of Azure Table Storage, held on both hosts.</summary>
public static class TableLimits
{
    /// <summary>Operations in one batch.</summary>
    public const int BatchOperationsMax = 100;

    /// <summary>UTF-16 characters in a key.</summary>
    public const int KeyCharactersMax = 512;

    /// <summary>Bytes of one property; a string counts two bytes a character.</summary>
    public const int PropertyBytesMax = 64 * 1024;

    /// <summary>Bytes of a row, counted as above, names and keys included.</summary>
    public const int RowBytesMax = 1024 * 1024;

    /// <summary>Bytes of one batch.</summary>
    public const int BatchBytesMax = 4 * 1024 * 1024;

    /// <summary>Properties of a row besides its keys, the timestamp and <see cref="PropertyNameReserved"/>.</summary>
    public const int PropertiesMax = 251;

    /// <summary>Name of a property that belongs to the store: there a remote store notes which write a row comes from.</summary>
    public const string PropertyNameReserved = "_write";

    /// <summary>Characters no key may hold, besides control characters.</summary>
    public const string KeyCharactersForbidden = "/\\#?";
}
