using System.Diagnostics;
using FunctionsPipeline.Durable.Engine;
using SQLitePCL;

namespace FunctionsPipeline.Benchmarks.Engine;

/// <summary>The bound: SQLite alone saving the same rows in the same groups, with the same fsyncs, from one thread.</summary>
internal static class CommitBound
{
    private const string Create =
        """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE history(
          instance INTEGER NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, step INTEGER NOT NULL,
          name TEXT, target TEXT, number INTEGER NOT NULL, payload TEXT, PRIMARY KEY(instance, sequence)) WITHOUT ROWID
        """;

    public static TimeSpan Run(string path, IReadOnlyList<IReadOnlyList<HistoryEvent>> commits)
    {
        var groups = commits.Select(lines => lines.Select(HistoryRow.From).ToArray()).ToArray();
        Batteries_V2.Init();
        Check(raw.sqlite3_open(path, out var database));
        Check(raw.sqlite3_exec(database, Create));
        Check(raw.sqlite3_prepare_v2(database, "INSERT INTO history VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", out var insert));
        var clock = Stopwatch.StartNew();
        var sequence = 0;
        foreach (var group in groups)
        {
            Check(raw.sqlite3_exec(database, "BEGIN IMMEDIATE"));
            foreach (var row in group) Insert(insert, ++sequence, row);
            Check(raw.sqlite3_exec(database, "COMMIT"));
        }

        var elapsed = clock.Elapsed;
        raw.sqlite3_finalize(insert);
        raw.sqlite3_close(database);
        return elapsed;
    }

    private static void Insert(sqlite3_stmt insert, int sequence, HistoryRow row)
    {
        raw.sqlite3_bind_int64(insert, 1, 1);
        raw.sqlite3_bind_int64(insert, 2, sequence);
        raw.sqlite3_bind_int64(insert, 3, row.Kind);
        raw.sqlite3_bind_int64(insert, 4, 639_000_000_000_000_000);
        raw.sqlite3_bind_int64(insert, 5, row.Step);
        BindText(insert, 6, row.Name);
        BindText(insert, 7, row.Target);
        raw.sqlite3_bind_int64(insert, 8, row.Number);
        BindText(insert, 9, row.Payload);
        if (raw.sqlite3_step(insert) != raw.SQLITE_DONE) throw new InvalidOperationException("Insert failed.");
        raw.sqlite3_reset(insert);
    }

    private static void BindText(sqlite3_stmt insert, int index, string? text)
    {
        if (text is null) raw.sqlite3_bind_null(insert, index);
        else raw.sqlite3_bind_text(insert, index, text);
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite: {code}");
    }
}
