using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using FunctionsPipeline.AzureStorage.Clients;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.AzureStorage.Tables;

/// <summary>Rows in Azure Table Storage. A table is made before its first write.</summary>
/// <remarks>
/// Safe for several threads and processes. A write whose answer was lost is sent again by the SDK; that it then finds itself is told apart
/// from a conflict with others by a stamp that every row carries.
/// </remarks>
public sealed class AzureTableStore : ITableStore
{
    private const int RowsPerPageMax = 1000;
    private readonly TableServiceClient _service;
    private readonly FirstUse _tables;

    internal AzureTableStore(TableServiceClient service)
    {
        _service = service;
        _tables = new FirstUse(MakeAsync);
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused.</exception>
    public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableRules.CheckAddress(table, partitionKey, rowKey);
        try
        {
            return await ReadAsync(_service.GetTableClient(table), partitionKey, rowKey, cancellationToken);
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw StorageFailure.Of($"Reading from table '{table}'", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused; nobody knows whether it was written.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        TableRules.CheckBatch(table, partitionKey, operations);
        try
        {
            await _tables.EnsureAsync(table, cancellationToken);
            return await new TableWrite(_service.GetTableClient(table), partitionKey, operations).RunAsync(cancellationToken);
        }
        catch (RequestFailedException refused) when (TableAnswers.IsTooLarge(refused))
        {
            throw new ArgumentException(
                $"The rows for partition '{partitionKey}' of table '{table}' are too large as they travel ({refused.ErrorCode}): write fewer at once.", nameof(operations), refused);
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            if (TableAnswers.IsWithoutTable(exception)) _tables.Forget(table);
            throw StorageFailure.Of($"Writing to table '{table}'", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AzureStorageException">The account did not answer, or refused.</exception>
    public async IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, RowKeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableRules.CheckAddress(table, partitionKey);

        // The service answers in the ordinal order of the keys, one page after the other; a page may be empty.
        await using var pages = _service.GetTableClient(table)
            .QueryAsync<TableEntity>(Filter(partitionKey, range), RowsPerPageMax, cancellationToken: cancellationToken)
            .AsPages()
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(pages, table, cancellationToken))
        {
            foreach (var entity in pages.Current.Values) yield return RowTranslation.Row(entity);
        }
    }

    /// <summary>Null when there is no such row, or no such table.</summary>
    internal static async Task<TableRow?> ReadAsync(TableClient table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var found = await FindAsync(table, partitionKey, rowKey, cancellationToken);
        return found is null ? null : RowTranslation.Row(found);
    }

    internal static async Task<TableEntity?> FindAsync(TableClient table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var answer = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken);
        return answer.HasValue ? answer.Value : null;
    }

    /// <summary>Every value is quoted as OData wants it, so that a quote in a key ends nothing.</summary>
    private static string Filter(string partitionKey, RowKeyRange range)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");
        if (range.From is { } from) filter += " and " + TableClient.CreateQueryFilter($"RowKey ge {from}");
        if (range.To is { } to) filter += " and " + TableClient.CreateQueryFilter($"RowKey lt {to}");
        return filter;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<Page<TableEntity>> pages, string table, CancellationToken cancellationToken)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (RequestFailedException absent) when (TableAnswers.IsWithoutTable(absent))
        {
            return false;
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw StorageFailure.Of($"Reading table '{table}'", exception);
        }
    }

    private async Task MakeAsync(string table) => await _service.CreateTableIfNotExistsAsync(table, CancellationToken.None);
}
