using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Histories in one SQLite file. Writes are committed in groups with fsync; reads run beside them.</summary>
public sealed class SqliteHistoryStore : IHistoryStore
{
    private readonly SqliteDatabase _database;
    private readonly GroupCommitWriter _writer;

    private SqliteHistoryStore(SqliteDatabase database)
    {
        _database = database;
        _writer = new GroupCommitWriter(database);
    }

    /// <summary>Opens the file for its owner; makes it when it does not exist.</summary>
    /// <exception cref="SqliteFileException">The file cannot be used; nothing was changed.</exception>
    public static SqliteHistoryStore Open(string path) => new(SqliteDatabase.Open(path, DurableSchema.Schema));

    /// <summary>Opens the file beside its owner; null when there is none yet.</summary>
    /// <exception cref="SqliteFileException">The file cannot be used; nothing was changed.</exception>
    public static SqliteHistoryStore? OpenExisting(string path) =>
        SqliteDatabase.OpenExisting(path, DurableSchema.Schema) is { } database ? new SqliteHistoryStore(database) : null;

    /// <inheritdoc/>
    public Task<long?> CreateAsync(NewInstance instance, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            session => InstanceRows.Insert(session, instance, parent: null) ? session.LastInsertRowId : (long?)null, cancellationToken);

    /// <inheritdoc/>
    public Task<TurnResult> CommitTurnAsync(TurnCommit turn) =>
        _writer.ExecuteAsync(session => TurnRows.Save(session, turn), CancellationToken.None);

    /// <inheritdoc/>
    public Task<bool> AddToInboxAsync(InboxMessage message, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            session => session.Command(
                "INSERT INTO inbox(instance, kind, name, payload) SELECT key, ?2, ?3, ?4 FROM instances WHERE id = ?1 AND status < 3")
                .Run(message.InstanceId, (int)message.Kind, message.Name, message.Payload) == 1,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> TerminateAsync(string instanceId, string reason, DateTime at, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(session => TurnRows.Terminate(session, instanceId, reason, at), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Batches are small enough not to hold up the turns of other instances; children go before their parents, so
            // that a purge that was cut off can be asked for again.
            var remaining = await _writer.ExecuteAsync(session => InstanceRows.PurgeSome(session, instanceId), cancellationToken);
            if (remaining is null) return false;
            if (remaining == 0) return true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<InboxMessage> ReadInbox(long afterId) => _database.Read(session =>
    {
        var rows = session.Command(
            "SELECT inbox.id, instances.id, kind, inbox.name, payload FROM inbox JOIN instances ON instances.key = inbox.instance WHERE inbox.id > ?1 ORDER BY inbox.id")
            .Query(afterId);
        var messages = new List<InboxMessage>();
        while (rows.Step())
        {
            messages.Add(new InboxMessage(rows.Long(0), rows.Text(1), (InboxKind)rows.Int(2), rows.Text(3), rows.TextOrNull(4)));
        }

        return messages;
    });

    /// <inheritdoc/>
    public InstanceRecord? Find(string instanceId) => _database.Read(session => InstanceRows.Find(session, instanceId));

    /// <inheritdoc/>
    public IReadOnlyList<OrchestrationState> List(string prefix, string? afterId, int countMax) =>
        _database.Read(session => InstanceRows.List(session, prefix, afterId, countMax));

    /// <inheritdoc/>
    public IReadOnlyList<InstanceRecord> ListUnfinished() => _database.Read(InstanceRows.ListUnfinished);

    /// <inheritdoc/>
    public IReadOnlyList<HistoryEvent> LoadHistory(long key) => _database.Read(session =>
    {
        var rows = session.Command($"SELECT {HistoryRow.Columns} FROM history WHERE instance = ?1 ORDER BY sequence").Query(key);
        var events = new List<HistoryEvent>();
        while (rows.Step()) events.Add(HistoryRow.Read(rows));
        return events;
    });

    /// <summary>Commits what was accepted and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _database.Dispose();
    }
}
