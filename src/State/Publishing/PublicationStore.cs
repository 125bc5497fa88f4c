using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Publishing;

/// <summary>Publications, a row each. Every change is conditional on the version that it was decided on.</summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class PublicationStore(ITableStore tables, TimeProvider clock)
{
    private const string Table = "publications";
    private const string RecordProperty = "Record";

    /// <summary>One publication, or null.</summary>
    public async Task<StoredPublication?> GetAsync(PublicationKey key, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, key.Partition, key.Row, cancellationToken) is { } row ? Stored(row) : null;

    /// <summary>Writes the intent down, or gives what was there before.</summary>
    public async Task<StoredPublication> PlanAsync(
        PublicationKey key, string contentVersion, long contentBytes, DateTimeOffset? publishAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var planned = new PublicationRecord
        {
            Key = key,
            RunTag = key.RunTag,
            State = PublicationState.Planned,
            ContentVersion = contentVersion,
            ContentBytes = contentBytes,
            PublishAt = publishAt,
            CreatedAt = now,
            UpdatedAt = now,
        };
        try
        {
            var etags = await tables.WriteAsync(Table, key.Partition, [TableOperation.Insert(key.Row, Properties(planned))], cancellationToken);
            return new StoredPublication(planned, etags[0]);
        }
        catch (TableConflictException conflict)
        {
            return await GetAsync(key, cancellationToken) ?? throw new InvalidOperationException($"Publication '{key.Id}' was removed while it was read.", conflict);
        }
    }

    /// <summary>Writes the next record over the one it was decided on.</summary>
    /// <remarks>Cannot be cancelled: what was learnt must be written.</remarks>
    /// <exception cref="TableConflictException">Somebody else wrote it since. Nothing was written.</exception>
    public async Task<StoredPublication> ReplaceAsync(StoredPublication before, PublicationRecord after)
    {
        if (before.Record.RemoteId is { } id && after.RemoteId != id)
        {
            throw new InvalidOperationException($"Publication '{after.Key.Id}' has the id '{id}', which must not be lost.");
        }

        var touched = after with { UpdatedAt = clock.GetUtcNow() };
        var key = after.Key;
        var etags = await tables.WriteAsync(Table, key.Partition, [TableOperation.Replace(key.Row, Properties(touched), before.ETag)], CancellationToken.None);
        return new StoredPublication(touched, etags[0]);
    }

    /// <summary>The publications of a run, streamed.</summary>
    public async IAsyncEnumerable<PublicationRecord> ListAsync(string project, RunId runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = new PublicationKey(project, runId, "", "").Partition;
        await foreach (var row in tables.QueryAsync(Table, partition, PublicationKey.OfRun(runId), cancellationToken)) yield return Stored(row).Record;
    }

    /// <summary>The publications of a project, of all its runs, streamed.</summary>
    public async IAsyncEnumerable<PublicationRecord> ListAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = PublicationKey.PartitionOf(project);
        await foreach (var row in tables.QueryAsync(Table, partition, PublicationKey.All, cancellationToken)) yield return Stored(row).Record;
    }

    /// <summary>Lets a failed publication begin again, after a person mended what it failed at. It surely does not exist, so nothing is doubled.</summary>
    /// <exception cref="InvalidOperationException">There is no such publication, or it has not failed.</exception>
    public async Task<PublicationRecord> RetryAsync(PublicationKey key, CancellationToken cancellationToken)
    {
        var stored = await OfStateAsync(key, PublicationState.Failed, "tried again", cancellationToken);
        return (await ReplaceAsync(stored, Reopened(stored.Record) with { State = PublicationState.Planned, Session = null, OffsetBytes = 0 })).Record;
    }

    /// <summary>Writes down what a person found out about an unknown publication; then it goes on by itself.</summary>
    /// <param name="key">Publication.</param>
    /// <param name="remoteId">Id of what was found; null when it is surely not there, and may be sent again.</param>
    /// <param name="cancellationToken">Looked at before the write.</param>
    /// <exception cref="InvalidOperationException">There is no such publication, or it is not unknown.</exception>
    public async Task<PublicationRecord> ResolveAsync(PublicationKey key, string? remoteId, CancellationToken cancellationToken)
    {
        var stored = await OfStateAsync(key, PublicationState.Unknown, "resolved", cancellationToken);
        var open = Reopened(stored.Record);
        var resolved = remoteId is null
            ? open with { State = PublicationState.Planned, Session = null, OffsetBytes = 0 }
            : open with { State = PublicationState.Checking, RemoteId = remoteId };
        return (await ReplaceAsync(stored, resolved)).Record;
    }

    private static PublicationRecord Reopened(PublicationRecord record) => record with
    {
        Code = null, Message = null, UnclearSince = null, MayExist = false, Sessions = 0, Tries = 0, LeaseOwner = null, LeaseUntil = null,
    };

    private async Task<StoredPublication> OfStateAsync(PublicationKey key, PublicationState state, string verb, CancellationToken cancellationToken)
    {
        var stored = await GetAsync(key, cancellationToken) ?? throw new InvalidOperationException($"There is no publication '{key.Id}'. Nothing was changed.");
        cancellationToken.ThrowIfCancellationRequested();
        return stored.Record.State == state
            ? stored
            : throw new InvalidOperationException(
                $"Publication '{key.Id}' is {Word(stored.Record.State)}; only one that is {Word(state)} can be {verb}. Nothing was changed.");
    }

    private static string Word(PublicationState state) => state.ToString().ToLowerInvariant();

    private static Dictionary<string, object> Properties(PublicationRecord record) => new(StringComparer.Ordinal)
    {
        [RecordProperty] = JsonSerializer.Serialize(record, StateJson.Options),
    };

    private static StoredPublication Stored(TableRow row) =>
        new(JsonSerializer.Deserialize<PublicationRecord>((string)row.Properties[RecordProperty], StateJson.Options)!, row.ETag);
}

/// <summary>A publication and the version that it was read in.</summary>
/// <param name="Record">The publication.</param>
/// <param name="ETag">The version.</param>
public sealed record StoredPublication(PublicationRecord Record, string ETag);
