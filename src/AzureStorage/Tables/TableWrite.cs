using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using FunctionsPipeline.AzureStorage.Clients;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.AzureStorage.Tables;

/// <summary>One atomic write, from the conditions to the new versions.</summary>
internal sealed class TableWrite(TableClient table, string partitionKey, IReadOnlyList<TableOperation> operations)
{
    private const int StampLength = 32;

    // No row ever has it, so that a write that builds on it is a conflict.
    private const string VersionThatIsGone = "overwritten";

    // Random as the versions of the embedded store are: no other write, of any process, may have it.
    private readonly string _stamp = RandomNumberGenerator.GetHexString(StampLength, lowercase: true);

    /// <returns>The new versions in the order of the operations; empty for a delete.</returns>
    /// <exception cref="TableConflictException">A condition did not hold; nothing was written.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var operation in operations)
        {
            if (operation.ETag is { } etag && !TableAnswers.IsVersion(etag)) throw Conflict(operation, "it has no such version.");
        }

        // A delete that asks for no version is right when nothing is there, but fails its whole batch: it is left out then.
        var sent = operations.ToList();
        while (sent.Count > 0)
        {
            var written = await TrySendAsync(sent, cancellationToken);
            if (written is not null) return InOrder(written);
        }

        return InOrder([]);
    }

    /// <summary>Versions by row key; null when an operation was left out and the rest is to be sent again.</summary>
    private async Task<Dictionary<string, string>?> TrySendAsync(List<TableOperation> sent, CancellationToken cancellationToken)
    {
        using var attempts = new Attempts();
        try
        {
            // A single operation needs no transaction, which is slower and dearer.
            var answers = sent.Count == 1 ? [await SendOneAsync(sent[0], cancellationToken)] : await SendAllAsync(sent, cancellationToken);
            return Versions(sent, answers);
        }
        catch (RequestFailedException refused) when (TableAnswers.IsConflict(refused))
        {
            if (attempts.WasRepeated && await FindOwnWriteAsync(sent, cancellationToken) is { } written) return written;
            var failed = sent[TableAnswers.FailedIndex(refused)];
            if (refused.Status != 404 || failed.Kind != TableOperationKind.Delete || failed.ETag is not null) throw Conflict(failed, TableAnswers.Why(refused));
            sent.Remove(failed);
            return null;
        }
    }

    private async Task<Response> SendOneAsync(TableOperation operation, CancellationToken cancellationToken)
    {
        var entity = RowTranslation.Entity(partitionKey, operation, _stamp);
        switch (operation.Kind)
        {
            case TableOperationKind.Insert: return await table.AddEntityAsync(entity, cancellationToken);
            case TableOperationKind.Replace: return await table.UpdateEntityAsync(entity, new ETag(operation.ETag!), TableUpdateMode.Replace, cancellationToken);
            case TableOperationKind.Upsert: return await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
            default:
                // The client takes "not there" for success, whatever version was asked for.
                var answer = await table.DeleteEntityAsync(partitionKey, operation.RowKey, Condition(operation), cancellationToken);
                return answer.Status == 404 ? throw new RequestFailedException(answer) : answer;
        }
    }

    private async Task<IReadOnlyList<Response>> SendAllAsync(List<TableOperation> sent, CancellationToken cancellationToken)
    {
        var actions = sent.Select(operation => new TableTransactionAction(
            operation.Kind switch
            {
                TableOperationKind.Insert => TableTransactionActionType.Add,
                TableOperationKind.Replace => TableTransactionActionType.UpdateReplace,
                TableOperationKind.Upsert => TableTransactionActionType.UpsertReplace,
                _ => TableTransactionActionType.Delete,
            },
            RowTranslation.Entity(partitionKey, operation, _stamp),
            Condition(operation)));
        return (await table.SubmitTransactionAsync(actions, cancellationToken)).Value;
    }

    /// <summary>After a lost answer: whether the rows are there as this very write left them, and in which versions.</summary>
    private async Task<Dictionary<string, string>?> FindOwnWriteAsync(List<TableOperation> sent, CancellationToken cancellationToken)
    {
        var isWritten = false;
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in sent.Where(operation => operation.Kind != TableOperationKind.Delete))
        {
            var entity = await AzureTableStore.FindAsync(table, partitionKey, operation.RowKey, cancellationToken);
            var isOurs = entity is not null && RowTranslation.Stamp(entity) == _stamp;
            isWritten |= isOurs;
            versions[operation.RowKey] = isOurs ? entity!.ETag.ToString() : VersionThatIsGone;
        }

        return isWritten ? versions : null;
    }

    private static ETag Condition(TableOperation operation) => operation switch
    {
        { ETag: { } etag } => new ETag(etag),
        { Kind: TableOperationKind.Delete } => ETag.All,
        _ => default,
    };

    private static Dictionary<string, string> Versions(List<TableOperation> sent, IReadOnlyList<Response> answers)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < sent.Count; index++)
        {
            if (sent[index].Kind != TableOperationKind.Delete) versions[sent[index].RowKey] = answers[index].Headers.ETag!.Value.ToString();
        }

        return versions;
    }

    private IReadOnlyList<string> InOrder(Dictionary<string, string> versions) =>
        [.. operations.Select(operation => versions.GetValueOrDefault(operation.RowKey, ""))];

    private TableConflictException Conflict(TableOperation operation, string why) => new(table.Name, partitionKey, operation.RowKey, why);
}
