using System.Collections.Concurrent;

namespace FunctionsPipeline.Sqlite;

/// <summary>What a file must be to be ours.</summary>
/// <param name="ApplicationId">Marks the file (PRAGMA application_id), so that a foreign database is not taken for ours. Not 0.</param>
/// <param name="Migrations">SQL scripts; number n (from 1) leads from schema version n-1 to n. Only ever appended to.</param>
public sealed record SqliteSchema(int ApplicationId, IReadOnlyList<string> Migrations);

/// <summary>
/// A SQLite file in write-ahead mode with full fsync. Writes go through <see cref="GroupCommitWriter"/>; reads run beside
/// them on connections of their own, in this process and in others.
/// </summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class SqliteDatabase : IDisposable
{
    private const int IdleReadersMax = 8;
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(30);
    private readonly ConcurrentBag<SqliteSession> _idleReaders = [];
    private volatile bool _disposed;

    private SqliteDatabase(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens the file for its owner: makes it when it does not exist, checks it, brings its schema up to date.</summary>
    /// <exception cref="SqliteFileException">The file is damaged, is not ours, is of a newer version, or cannot be opened.</exception>
    public static SqliteDatabase Open(string path, SqliteSchema schema)
    {
        var database = new SqliteDatabase(path);
        SqliteFileCheck.Header(path);
        database.Guarded(create: true, session =>
        {
            SqliteFileCheck.Schema(session, path, schema);
            SqliteFileCheck.Content(session, path);
            session.Script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            Migrate(session, schema);
        });
        return database;
    }

    /// <summary>Opens the file beside its owner, without checking all of it. Null when there is none yet, or none of this schema version yet.</summary>
    /// <exception cref="SqliteFileException">The file is damaged, is not ours, is of a newer version, or cannot be opened.</exception>
    public static SqliteDatabase? OpenExisting(string path, SqliteSchema schema)
    {
        if (!File.Exists(path)) return null;
        var database = new SqliteDatabase(path);
        SqliteFileCheck.Header(path);
        var version = 0L;
        database.Guarded(create: false, session =>
        {
            SqliteFileCheck.Schema(session, path, schema);
            version = session.Pragma("user_version");
        });
        return version == schema.Migrations.Count ? database : null;
    }

    /// <summary>Runs a query on a snapshot of what is committed. Blocks the caller for as long as SQLite needs.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_idleReaders.TryTake(out var session))
        {
            session = SqliteSession.Open(Path, create: false, BusyWait);
            session.Script("PRAGMA query_only=1; PRAGMA temp_store=MEMORY;");
        }

        var healthy = false;
        try
        {
            session.Command("BEGIN").Run();
            var result = read(session);
            session.EndReading();
            session.Command("COMMIT").Run();
            healthy = true;
            return result;
        }
        finally
        {
            if (healthy && !_disposed && _idleReaders.Count < IdleReadersMax) _idleReaders.Add(session);
            else session.Dispose();
        }
    }

    /// <summary>Closes the idle connections.</summary>
    public void Dispose()
    {
        _disposed = true;
        while (_idleReaders.TryTake(out var session)) session.Dispose();
    }

    internal SqliteSession OpenWriter()
    {
        var session = SqliteSession.Open(Path, create: false, BusyWait);
        session.Script("PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;");
        return session;
    }

    private static void Migrate(SqliteSession session, SqliteSchema schema)
    {
        for (var version = (int)session.Pragma("user_version"); version < schema.Migrations.Count; version++)
        {
            session.Script(
                $"BEGIN IMMEDIATE; PRAGMA application_id={schema.ApplicationId}; {schema.Migrations[version]}; PRAGMA user_version={version + 1}; COMMIT;");
        }
    }

    /// <summary>Does the first work on a file. Whatever SQLite refuses there is said in terms of the file, and the file is left as it was.</summary>
    private void Guarded(bool create, Action<SqliteSession> work)
    {
        try
        {
            using var session = SqliteSession.Open(Path, create, BusyWait);
            session.KeepLogOnClose();
            work(session);
        }
        catch (SqliteException error) when (error.IsDamage)
        {
            throw SqliteFileCheck.Damaged(Path, error.Message, error);
        }
        catch (SqliteException error)
        {
            throw new SqliteFileException(
                Path, error.Message, "Check that the folder exists, that it can be written, and that the disk has space.", error);
        }
    }
}
