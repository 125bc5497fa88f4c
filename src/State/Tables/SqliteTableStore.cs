using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.State.Tables;

/// <summary>
/// Tables in one SQLite file (<c>state.db</c> of a home). Writes of many callers share one commit and its fsync.
/// </summary>
/// <remarks>
/// Safe for several threads. Several processes may open one file: conditions are checked inside SQLite's write transaction.
/// </remarks>
public sealed class SqliteTableStore : ITableStore, IAsyncDisposable
{
    private const int RowsPerRead = 500;

    private static readonly SqliteSchema Schema = new(
        ApplicationId: 0x46505354,
        [
            """
            CREATE TABLE rows (
                name TEXT NOT NULL, partition_key TEXT NOT NULL, row_key TEXT NOT NULL,
                etag INTEGER NOT NULL, written INTEGER NOT NULL, properties BLOB NOT NULL,
                PRIMARY KEY (name, partition_key, row_key)) WITHOUT ROWID
            """,
        ]);

    private readonly SqliteDatabase _database;
    private readonly GroupCommitWriter _writer;
    private readonly TimeProvider _clock;

    private SqliteTableStore(SqliteDatabase database, TimeProvider clock)
    {
        _database = database;
        _writer = new GroupCommitWriter(database);
        _clock = clock;
    }

    /// <summary>Opens the file, makes it when there is none, and checks it.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="clock">Gives the timestamps of rows.</param>
    /// <exception cref="SqliteFileException">The file is damaged, foreign, of a newer version, or cannot be opened; nothing was changed.</exception>
    public static SqliteTableStore Open(string path, TimeProvider clock) => new(SqliteDatabase.Open(path, Schema), clock);

    /// <summary>Opens the file beside the process that owns the home; null when there is none yet.</summary>
    /// <inheritdoc cref="Open"/>
    public static SqliteTableStore? OpenExisting(string path, TimeProvider clock) =>
        SqliteDatabase.OpenExisting(path, Schema) is { } database ? new SqliteTableStore(database, clock) : null;

    /// <inheritdoc/>
    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        TableRules.CheckAddress(table, partitionKey, rowKey);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session =>
        {
            var query = session
                .Command("SELECT row_key, etag, written, properties FROM rows WHERE name = ?1 AND partition_key = ?2 AND row_key = ?3")
                .Query(table, partitionKey, rowKey);
            return query.Step() ? Row(partitionKey, query) : null;
        }));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        TableRules.CheckBatch(table, partitionKey, operations);

        // Encoded here, so that the one writer's thread is left with the database work only.
        var encoded = new byte[operations.Count][];
        for (var index = 0; index < encoded.Length; index++) encoded[index] = RowCodec.Encode(operations[index].Properties);
        return _writer.ExecuteAsync(session => Apply(session, table, partitionKey, operations, encoded), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, RowKeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableRules.CheckAddress(table, partitionKey);

        // Read in pieces: a reader that is slow must not keep a snapshot open, which would let the write-ahead log grow.
        var from = range.From ?? "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = _database.Read(session => ReadPiece(session, table, partitionKey, from, range.To));
            for (var index = 0; index < rows.Count && index < RowsPerRead; index++) yield return rows[index];
            if (rows.Count <= RowsPerRead) yield break;
            from = rows[RowsPerRead].RowKey;
            await Task.Yield();
        }
    }

    /// <summary>Commits what was accepted, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _database.Dispose();
    }

    /// <summary>One row more than a piece: its key is where the next piece begins.</summary>
    private static List<TableRow> ReadPiece(SqliteSession session, string table, string partitionKey, string from, string? to)
    {
        const string Head = "SELECT row_key, etag, written, properties FROM rows WHERE name = ?1 AND partition_key = ?2 AND row_key >= ?3";
        var query = to is null
            ? session.Command(Head + " ORDER BY row_key LIMIT ?4").Query(table, partitionKey, from, RowsPerRead + 1)
            : session.Command(Head + " AND row_key < ?5 ORDER BY row_key LIMIT ?4").Query(table, partitionKey, from, RowsPerRead + 1, to);
        var rows = new List<TableRow>();
        while (query.Step()) rows.Add(Row(partitionKey, query));
        return rows;
    }

    private static TableRow Row(string partitionKey, SqliteCommand query) => new(
        partitionKey,
        query.Text(0),
        RowCodec.Decode(query.Blob(3)),
        query.Long(1).ToString("x16", CultureInfo.InvariantCulture),
        new DateTimeOffset(query.Long(2), TimeSpan.Zero));

    private IReadOnlyList<string> Apply(
        SqliteSession session, string table, string partitionKey, IReadOnlyList<TableOperation> operations, byte[][] encoded)
    {
        var written = _clock.GetUtcNow().UtcTicks;
        var etags = new string[operations.Count];
        for (var index = 0; index < etags.Length; index++)
        {
            var operation = operations[index];
            if (operation.Kind == TableOperationKind.Delete)
            {
                Delete(session, table, partitionKey, operation);
                etags[index] = "";
                continue;
            }

            // Random rather than counted: a row that was deleted and made anew must not get an old version back.
            var etag = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
            Put(session, table, partitionKey, operation, etag, written, encoded[index]);
            etags[index] = etag.ToString("x16", CultureInfo.InvariantCulture);
        }

        return etags;
    }

    private static void Put(
        SqliteSession session, string table, string partitionKey, TableOperation operation, long etag, long written, byte[] properties)
    {
        switch (operation.Kind)
        {
            case TableOperationKind.Insert:
                if (session.Command("INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING")
                    .Run(table, partitionKey, operation.RowKey, etag, written, properties) == 0)
                {
                    throw new TableConflictException(table, partitionKey, operation.RowKey, "it exists already.");
                }

                break;
            case TableOperationKind.Replace:
                if (session.Command(
                    "UPDATE rows SET etag = ?4, written = ?5, properties = ?6 WHERE name = ?1 AND partition_key = ?2 AND row_key = ?3 AND etag = ?7")
                    .Run(table, partitionKey, operation.RowKey, etag, written, properties, Version(operation.ETag!)) == 0)
                {
                    throw new TableConflictException(table, partitionKey, operation.RowKey, "another version is there, or none.");
                }

                break;
            default:
                session.Command("INSERT OR REPLACE INTO rows VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
                    .Run(table, partitionKey, operation.RowKey, etag, written, properties);
                break;
        }
    }

    private static void Delete(SqliteSession session, string table, string partitionKey, TableOperation operation)
    {
        if (operation.ETag is null)
        {
            session.Command("DELETE FROM rows WHERE name = ?1 AND partition_key = ?2 AND row_key = ?3").Run(table, partitionKey, operation.RowKey);
        }
        else if (session.Command("DELETE FROM rows WHERE name = ?1 AND partition_key = ?2 AND row_key = ?3 AND etag = ?4")
            .Run(table, partitionKey, operation.RowKey, Version(operation.ETag)) == 0)
        {
            throw new TableConflictException(table, partitionKey, operation.RowKey, "another version is there, or none.");
        }
    }

    // What is no ETag of ours matches no row: SQL's comparison with NULL is never true.
    private static SqliteValue Version(string etag) =>
        long.TryParse(etag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version) ? version : default(SqliteValue);
}
