namespace FunctionsPipeline.Sqlite;

/// <summary>Tells our healthy file from any other, before anything is written to it.</summary>
internal static class SqliteFileCheck
{
    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Refuses a file that is no SQLite database. A missing or empty file is fine: a process may have died while making it.</summary>
    public static void Header(string path)
    {
        if (!File.Exists(path)) return;
        Span<byte> header = stackalloc byte[Magic.Length];
        int length;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SqliteFileException(path, error.Message, "Check who may read it.", error);
        }

        if (length > 0 && !header[..length].SequenceEqual(Magic)) throw Damaged(path, "it does not begin like a SQLite database.", null);
    }

    /// <summary>Refuses a database of another program or of a later version of ours.</summary>
    public static void Schema(SqliteSession session, string path, SqliteSchema schema)
    {
        var application = session.Pragma("application_id");
        var tables = session.Command("SELECT count(*) FROM sqlite_master").Query();
        tables.Step();
        var isNew = application == 0 && tables.Long(0) == 0;
        session.EndReading();
        if (!isNew && application != schema.ApplicationId)
        {
            throw new SqliteFileException(
                path, "it belongs to another program.", "Choose another home folder, or move the file away.");
        }

        var version = session.Pragma("user_version");
        if (version > schema.Migrations.Count)
        {
            throw new SqliteFileException(
                path,
                $"it was written by a newer version of this program (schema {version}, this one knows {schema.Migrations.Count}).",
                "Run the newer version, or choose another home folder.");
        }
    }

    /// <summary>Reads every page once.</summary>
    public static void Content(SqliteSession session, string path)
    {
        var check = session.Command("PRAGMA quick_check(1)").Query();
        var verdict = check.Step() ? check.Text(0) : "no answer";
        session.EndReading();
        if (!string.Equals(verdict, "ok", StringComparison.Ordinal)) throw Damaged(path, verdict + ".", null);
    }

    public static SqliteFileException Damaged(string path, string finding, Exception? cause) => new(
        path,
        $"it is damaged: {finding}",
        "Put a backup copy in its place, or move it and its -wal and -shm files away to start with an empty one.",
        cause);
}
