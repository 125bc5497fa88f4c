using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Contracts;

/// <summary>The process that a test pretends to run has ended: nothing of it happens any more.</summary>
public sealed class ProcessEndedException() : Exception("The process has ended.");

/// <summary>
/// One life of a process. It passes named points, before and after each of its inputs and outputs, and can be made to end at any of
/// them. What runs without an end lists all the points there are, so that none can be forgotten.
/// </summary>
public sealed class ProcessLife(int? endsAtPoint = null)
{
    private readonly List<string> _points = [];

    /// <summary>Names of the points passed so far.</summary>
    public IReadOnlyList<string> Points => _points;

    public bool HasEnded { get; private set; }

    /// <summary>Ends the process from outside.</summary>
    public void End() => HasEnded = true;

    /// <summary>Passes a point, or ends there.</summary>
    public void Pass(string point)
    {
        if (!HasEnded)
        {
            _points.Add(point);
            HasEnded = _points.Count - 1 == endsAtPoint;
        }

        if (HasEnded) throw new ProcessEndedException();
    }
}

/// <summary>A table store in the hands of a process that may end before or after any operation.</summary>
public sealed class CrashingTableStore(ITableStore inner, ProcessLife life) : ITableStore
{
    public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var name = $"get {table} {Kind(rowKey)}";
        life.Pass("before " + name);
        var row = await inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
        life.Pass("after " + name);
        return row;
    }

    public async Task<IReadOnlyList<string>> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        var name = $"write {table} {string.Join('+', operations.Select(operation => Kind(operation.RowKey)).Distinct())}";
        life.Pass("before " + name);
        var etags = await inner.WriteAsync(table, partitionKey, operations, cancellationToken);
        life.Pass("after " + name);
        return etags;
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, RowKeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        life.Pass($"before query {table}");
        await foreach (var row in inner.QueryAsync(table, partitionKey, range, cancellationToken)) yield return row;
        life.Pass($"after query {table}");
    }

    private static string Kind(string rowKey) => rowKey.Split('!')[0];
}
