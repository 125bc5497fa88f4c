using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Contracts;

/// <summary>A store at the other end of a network: every operation takes a random time, half of it before it takes effect.</summary>
public sealed class DistantTableStore(ITableStore inner, TimeProvider clock, Random random, TimeSpan shortest, TimeSpan longest) : ITableStore
{
    public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        await TravelAsync();
        var row = await inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
        await TravelAsync();
        return row;
    }

    public async Task<IReadOnlyList<string>> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        await TravelAsync();
        try
        {
            return await inner.WriteAsync(table, partitionKey, operations, cancellationToken);
        }
        finally
        {
            await TravelAsync();
        }
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, RowKeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await TravelAsync();
        await foreach (var row in inner.QueryAsync(table, partitionKey, range, cancellationToken)) yield return row;
        await TravelAsync();
    }

    private Task TravelAsync() => Task.Delay((shortest + (random.NextDouble() * (longest - shortest))) / 2, clock);
}
