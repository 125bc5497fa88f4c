using SQLitePCL;

namespace FunctionsPipeline.Sqlite;

/// <summary>A prepared statement. Belongs to one <see cref="SqliteSession"/>, which keeps it for the next use of the same text.</summary>
/// <remarks>Not safe for several threads, and not reentrant: finish reading one result before asking again.</remarks>
public sealed class SqliteCommand
{
    private readonly SqliteSession _session;
    private readonly sqlite3_stmt _statement;

    internal SqliteCommand(SqliteSession session, sqlite3_stmt statement)
    {
        _session = session;
        _statement = statement;
    }

    /// <summary>Runs a statement to its end and returns the number of rows it changed.</summary>
    /// <param name="values">Values of the parameters ?1, ?2 and so on. All are given.</param>
    /// <exception cref="SqliteException">SQLite refused, for example because of a constraint.</exception>
    public int Run(params ReadOnlySpan<SqliteValue> values)
    {
        Bind(values);
        try
        {
            while (StepOnce())
            {
                // A statement that also returns rows is run for its effect here.
            }
        }
        finally
        {
            Reset();
        }

        return _session.Changes;
    }

    /// <summary>Starts a query. Read its rows with <see cref="Step"/>.</summary>
    /// <param name="values">Values of the parameters ?1, ?2 and so on. All are given.</param>
    public SqliteCommand Query(params ReadOnlySpan<SqliteValue> values)
    {
        Reset();
        Bind(values);
        _session.Reading(this);
        return this;
    }

    /// <summary>Moves to the next row. False after the last one.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public bool Step()
    {
        if (StepOnce()) return true;
        Reset();
        return false;
    }

    /// <summary>True when the column of the current row is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>The column of the current row; 0 for NULL.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>The column of the current row; 0 for NULL.</summary>
    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    /// <summary>The column of the current row; 0 for NULL.</summary>
    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    /// <summary>The column of the current row.</summary>
    /// <exception cref="InvalidOperationException">It is NULL.</exception>
    public string Text(int column) => TextOrNull(column) ?? throw new InvalidOperationException($"Column {column} is NULL.");

    /// <summary>The column of the current row, or null.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>A copy of the column of the current row; empty for NULL.</summary>
    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    internal void Reset() => raw.sqlite3_reset(_statement);

    internal void Close() => raw.sqlite3_finalize(_statement);

    private bool StepOnce()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;
        var error = _session.Error();
        Reset();
        throw error;
    }

    private void Bind(ReadOnlySpan<SqliteValue> values)
    {
        if (values.Length != raw.sqlite3_bind_parameter_count(_statement))
        {
            throw new ArgumentException(
                $"{values.Length} values for {raw.sqlite3_bind_parameter_count(_statement)} parameters of: {raw.sqlite3_sql(_statement).utf8_to_string()}",
                nameof(values));
        }

        for (var index = 0; index < values.Length; index++)
        {
            var code = values[index].Bind(_statement, index + 1);
            if (code != raw.SQLITE_OK) throw _session.Error();
        }
    }
}

/// <summary>A value for a statement's parameter: converts by itself from numbers, text, bytes and null.</summary>
public readonly struct SqliteValue
{
    private readonly object? _content;
    private readonly long _bits;
    private readonly int _type;

    private SqliteValue(int type, long bits, object? content)
    {
        _type = type;
        _bits = bits;
        _content = content;
    }

    /// <summary>A whole number.</summary>
    public static implicit operator SqliteValue(long value) => new(raw.SQLITE_INTEGER, value, null);

    /// <summary>A whole number or NULL.</summary>
    public static implicit operator SqliteValue(long? value) => value is { } number ? number : default(SqliteValue);

    /// <summary>A floating-point number.</summary>
    public static implicit operator SqliteValue(double value) => new(raw.SQLITE_FLOAT, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>Text or NULL.</summary>
    public static implicit operator SqliteValue(string? value) => value is null ? default : new(raw.SQLITE_TEXT, 0, value);

    /// <summary>Bytes or NULL.</summary>
    public static implicit operator SqliteValue(byte[]? value) => value is null ? default : new(raw.SQLITE_BLOB, 0, value);

    internal int Bind(sqlite3_stmt statement, int index) => _type switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_bind_int64(statement, index, _bits),
        raw.SQLITE_FLOAT => raw.sqlite3_bind_double(statement, index, BitConverter.Int64BitsToDouble(_bits)),
        raw.SQLITE_TEXT => raw.sqlite3_bind_text(statement, index, (string)_content!),
        raw.SQLITE_BLOB => raw.sqlite3_bind_blob(statement, index, (byte[])_content!),
        _ => raw.sqlite3_bind_null(statement, index),
    };
}
