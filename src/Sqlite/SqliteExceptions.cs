using SQLitePCL;

namespace FunctionsPipeline.Sqlite;

/// <summary>SQLite refused a statement. Carries SQLite's extended result code.</summary>
public sealed class SqliteException(int errorCode, string message) : Exception(message)
{
    /// <summary>Extended result code, as in sqlite3.h.</summary>
    public int ErrorCode { get; } = errorCode;

    /// <summary>True when a uniqueness, null or other constraint was broken.</summary>
    public bool IsConstraint => PrimaryCode == raw.SQLITE_CONSTRAINT;

    /// <summary>True when the file is damaged or is no SQLite database.</summary>
    internal bool IsDamage => PrimaryCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>True when another connection held the file for longer than the wait.</summary>
    internal bool IsBusy => PrimaryCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>True when the transaction around the statement cannot be trusted any more: no unit of the group may be acknowledged.</summary>
    internal bool EndsTransaction => IsDamage || IsBusy || PrimaryCode is
        raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT or
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL;

    internal bool IsDiskFull => PrimaryCode == raw.SQLITE_FULL;

    private int PrimaryCode => ErrorCode & 0xFF;
}

/// <summary>A database file cannot be used. Nothing in it was changed.</summary>
public sealed class SqliteFileException(string path, string reason, string advice, Exception? innerException = null)
    : Exception($"The database file '{path}' cannot be used: {reason} Nothing was changed. {advice}", innerException)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}

/// <summary>A group of writes was not saved: none of its units took effect.</summary>
public sealed class SqliteWriteException(string path, string reason, bool isDiskFull, Exception innerException)
    : Exception($"Saving to '{path}' failed: {reason} Nothing of this step was saved.", innerException)
{
    /// <summary>True when the disk is full: freeing space is enough.</summary>
    public bool IsDiskFull { get; } = isDiskFull;
}
