using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Statements over the table of instances.</summary>
internal static class InstanceRows
{
    private const int PurgeBatchMax = 200;

    private const string StateColumns =
        "i.id, i.name, i.status, i.created_at, i.updated_at, i.input, i.output, i.custom_status, i.failure";

    private const string RecordSelect =
        $"SELECT {StateColumns}, i.key, i.parent, p.id, i.parent_step, r.id, i.execution, i.first_step, i.last_sequence, i.carried " +
        "FROM instances i LEFT JOIN instances p ON p.key = i.parent LEFT JOIN instances r ON r.key = i.root ";

    // Every instance below one, through ended ones too: a parent may have ended before its children.
    private const string Tree =
        "WITH RECURSIVE tree(key, depth) AS (SELECT key, 0 FROM instances WHERE id = ?1 " +
        "UNION ALL SELECT i.key, tree.depth + 1 FROM instances i JOIN tree ON i.parent = tree.key) ";

    /// <summary>False when the id is taken.</summary>
    public static bool Insert(SqliteSession session, NewInstance instance, ParentLink? parent) => session.Command(
        """
        INSERT INTO instances(id, name, parent, parent_step, root, status, execution, first_step, last_sequence, created_at, updated_at, input)
        VALUES(?1, ?2, ?3, ?4, (SELECT coalesce(root, key) FROM instances WHERE key = ?3), 0, 1, 1, 0, ?5, ?5, ?6)
        ON CONFLICT(id) DO NOTHING
        """).Run(instance.Id, instance.Name, parent?.Key, parent?.Step ?? 0, instance.CreatedAt.Ticks, instance.Input) == 1;

    /// <summary>Makes a sub-orchestration. An ended one of the same parent is replaced, which is how a retry goes. 0 when the id is taken.</summary>
    public static long InsertChild(SqliteSession session, NewInstance instance, ParentLink parent)
    {
        if (Insert(session, instance, parent)) return session.LastInsertRowId;
        if (Find(session, instance.Id) is not { } existing || !existing.State.IsEnded || existing.Parent?.Key != parent.Key) return 0;
        var keys = TreeKeys(session, instance.Id);
        foreach (var key in keys) Delete(session, key);
        return Insert(session, instance, parent) ? session.LastInsertRowId : 0;
    }

    public static InstanceRecord? Find(SqliteSession session, string instanceId)
    {
        var row = session.Command(RecordSelect + "WHERE i.id = ?1").Query(instanceId);
        return row.Step() ? ReadRecord(row) : null;
    }

    public static IReadOnlyList<InstanceRecord> ListUnfinished(SqliteSession session)
    {
        var rows = session.Command(RecordSelect + "WHERE i.status < 3 ORDER BY i.key").Query();
        var records = new List<InstanceRecord>();
        while (rows.Step()) records.Add(ReadRecord(rows));
        return records;
    }

    public static IReadOnlyList<OrchestrationState> List(SqliteSession session, string prefix, string? afterId, int countMax)
    {
        // The highest code point closes the range of ids that begin with the prefix.
        var rows = session.Command($"SELECT {StateColumns} FROM instances i WHERE i.id >= ?1 AND i.id > ?2 AND i.id < ?3 ORDER BY i.id LIMIT ?4")
            .Query(prefix, afterId ?? "", prefix + "\U0010FFFF", countMax);
        var states = new List<OrchestrationState>();
        while (rows.Step()) states.Add(ReadState(rows));
        return states;
    }

    /// <summary>Keys of an instance and of all below it, children before parents.</summary>
    public static List<long> TreeKeys(SqliteSession session, string instanceId)
    {
        var rows = session.Command(Tree + "SELECT key FROM tree ORDER BY depth DESC").Query(instanceId);
        var keys = new List<long>();
        while (rows.Step()) keys.Add(rows.Long(0));
        return keys;
    }

    /// <summary>Deletes a batch. Returns how many instances are left to delete, or null when the instance may not be purged.</summary>
    public static int? PurgeSome(SqliteSession session, string instanceId)
    {
        var count = session.Command(
            Tree + "SELECT count(*), coalesce(min(i.status), 0) FROM tree JOIN instances i ON i.key = tree.key").Query(instanceId);
        count.Step();
        var (total, statusMin) = (count.Int(0), count.Int(1));
        if (statusMin < (int)OrchestrationStatus.Completed) return null;
        var keys = TreeKeys(session, instanceId);
        foreach (var key in keys.Take(PurgeBatchMax)) Delete(session, key);
        return Math.Max(0, total - PurgeBatchMax);
    }

    public static FailureDetails? ReadFailure(SqliteCommand row, int column) =>
        row.TextOrNull(column) is { } json ? HistoryRow.FromJson<FailureDetails>(json) : null;

    private static void Delete(SqliteSession session, long key)
    {
        session.Command("DELETE FROM history WHERE instance = ?1").Run(key);
        session.Command("DELETE FROM inbox WHERE instance = ?1").Run(key);
        session.Command("DELETE FROM instances WHERE key = ?1").Run(key);
    }

    private static OrchestrationState ReadState(SqliteCommand row) => new(
        row.Text(0),
        row.Text(1),
        (OrchestrationStatus)row.Int(2),
        new DateTime(row.Long(3), DateTimeKind.Utc),
        new DateTime(row.Long(4), DateTimeKind.Utc),
        row.TextOrNull(5),
        row.TextOrNull(6),
        row.TextOrNull(7),
        ReadFailure(row, 8));

    private static InstanceRecord ReadRecord(SqliteCommand row)
    {
        var parent = row.IsNull(10) ? null : new ParentLink(row.Long(10), row.TextOrNull(11) ?? "", row.Int(12));
        return new InstanceRecord(
            row.Long(9),
            ReadState(row),
            parent,
            row.TextOrNull(13) ?? row.Text(0),
            row.Int(14),
            row.Int(15),
            row.Int(16),
            row.TextOrNull(17) is { } carried ? HistoryRow.FromJson<CarriedEvent[]>(carried) : null);
    }
}
