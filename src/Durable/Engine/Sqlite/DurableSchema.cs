using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>The tables of <c>durable.db</c>. Times are ticks of 100 ns, UTC; statuses are <see cref="OrchestrationStatus"/> as numbers, 3 and above have ended.</summary>
internal static class DurableSchema
{
    // "FPdu" in ASCII.
    private const int ApplicationId = 0x46506475;

    private const string Version1 =
        """
        CREATE TABLE instances(
          key INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          parent INTEGER,
          parent_step INTEGER NOT NULL,
          root INTEGER,
          status INTEGER NOT NULL,
          execution INTEGER NOT NULL,
          first_step INTEGER NOT NULL,
          last_sequence INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          updated_at INTEGER NOT NULL,
          custom_status TEXT,
          failure TEXT,
          carried TEXT,
          output TEXT,
          input TEXT NOT NULL);
        CREATE INDEX instances_by_parent ON instances(parent) WHERE parent IS NOT NULL;
        CREATE INDEX instances_unfinished ON instances(status) WHERE status < 3;
        CREATE TABLE history(
          instance INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          at INTEGER NOT NULL,
          step INTEGER NOT NULL,
          name TEXT,
          target TEXT,
          number INTEGER NOT NULL,
          payload TEXT,
          PRIMARY KEY(instance, sequence)) WITHOUT ROWID;
        CREATE TABLE inbox(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          instance INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          name TEXT NOT NULL,
          payload TEXT);
        CREATE INDEX inbox_by_instance ON inbox(instance)
        """;

    public static SqliteSchema Schema { get; } = new(ApplicationId, [Version1]);
}
