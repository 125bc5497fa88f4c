using SQLitePCL;

namespace FunctionsPipeline.Sqlite;

/// <summary>One connection, lent for a unit of work, with its prepared statements.</summary>
/// <remarks>Valid only inside the unit it was given to; not safe for several threads.</remarks>
public sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly List<SqliteCommand> _reading = [];
    private readonly sqlite3 _connection;
    private readonly string _path;

    private SqliteSession(sqlite3 connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    internal int Changes => raw.sqlite3_changes(_connection);

    internal bool InTransaction => raw.sqlite3_get_autocommit(_connection) == 0;

    /// <summary>Prepares the statement, or returns it when this connection has prepared the same text before.</summary>
    /// <param name="sql">One statement, with parameters ?1, ?2 and so on. A constant: every new text is kept.</param>
    /// <exception cref="SqliteException">The text is no valid statement.</exception>
    public SqliteCommand Command(string sql)
    {
        if (_commands.TryGetValue(sql, out var command)) return command;
        if (raw.sqlite3_prepare_v2(_connection, sql, out var statement) != raw.SQLITE_OK) throw Error();
        command = new SqliteCommand(this, statement);
        _commands.Add(sql, command);
        return command;
    }

    /// <summary>Row id of the last row inserted.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(_connection);

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Close();
        _commands.Clear();
        raw.sqlite3_close_v2(_connection);
    }

    internal static SqliteSession Open(string path, bool create, TimeSpan busyWait)
    {
        Batteries_V2.Init();
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var connection, flags, null);
        var session = new SqliteSession(connection, path);
        if (code != raw.SQLITE_OK)
        {
            var error = session.Error();
            session.Dispose();
            throw error;
        }

        raw.sqlite3_extended_result_codes(connection, 1);
        raw.sqlite3_busy_timeout(connection, (int)busyWait.TotalMilliseconds);
        return session;
    }

    /// <summary>Leaves the write-ahead log alone when the connection closes, so that a refused file keeps every byte.</summary>
    internal void KeepLogOnClose() => raw.sqlite3_db_config(_connection, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);

    internal void Script(string sql)
    {
        if (raw.sqlite3_exec(_connection, sql) != raw.SQLITE_OK) throw Error();
    }

    internal long Pragma(string name)
    {
        var query = Command("PRAGMA " + name).Query();
        var value = query.Step() ? query.Long(0) : 0;
        query.Reset();
        return value;
    }

    internal void Reading(SqliteCommand command) => _reading.Add(command);

    /// <summary>Ends every query that its reader left before the last row: an open one would hold its snapshot.</summary>
    internal void EndReading()
    {
        foreach (var command in _reading) command.Reset();
        _reading.Clear();
    }

    internal SqliteException Error() => new(
        raw.sqlite3_extended_errcode(_connection),
        $"SQLite: {raw.sqlite3_errmsg(_connection).utf8_to_string()} (code {raw.sqlite3_extended_errcode(_connection)}, file '{_path}').");
}
