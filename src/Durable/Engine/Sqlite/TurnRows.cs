using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Statements that save what a turn or a termination changes.</summary>
internal static class TurnRows
{
    private const string AppendLine = $"INSERT INTO history(instance, sequence, {HistoryRow.Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    public static TurnResult Save(SqliteSession session, TurnCommit turn)
    {
        if (!(turn.Next is null ? Advance(session, turn) : Restart(session, turn, turn.Next))) return TurnResult.Rejected;
        foreach (var id in turn.ConsumedInbox) session.Command("DELETE FROM inbox WHERE id = ?1").Run(id);
        if (turn.Status >= OrchestrationStatus.Completed) session.Command("DELETE FROM inbox WHERE instance = ?1").Run(turn.Key);
        if (turn.Children.Count == 0) return new TurnResult(true, []);
        var keys = new long[turn.Children.Count];
        for (var index = 0; index < keys.Length; index++)
        {
            var child = turn.Children[index];
            keys[index] = InstanceRows.InsertChild(session, child.Instance, new ParentLink(turn.Key, "", child.ParentStep));
        }

        return new TurnResult(true, keys);
    }

    /// <summary>Ends an instance and all below it that have not ended. Returns their ids, children before parents.</summary>
    public static IReadOnlyList<string> Terminate(SqliteSession session, string instanceId, string reason, DateTime at)
    {
        if (InstanceRows.Find(session, instanceId) is not { State.IsEnded: false }) return [];
        var failure = HistoryRow.Json(new FailureDetails(FailureDetails.TerminatedCode, reason, IsRetryable: false));
        var ended = new List<string>();
        foreach (var key in InstanceRows.TreeKeys(session, instanceId))
        {
            var changed = session.Command(
                "UPDATE instances SET status = 5, failure = ?2, updated_at = ?3, last_sequence = last_sequence + 1 WHERE key = ?1 AND status < 3")
                .Run(key, failure, at.Ticks);
            if (changed == 0) continue;
            var (id, sequence) = Position(session, key);
            Append(session.Command(AppendLine), key, sequence, new ExecutionTerminated(reason) { At = at });
            session.Command("DELETE FROM inbox WHERE instance = ?1").Run(key);
            ended.Add(id);
        }

        return ended;
    }

    private static bool Advance(SqliteSession session, TurnCommit turn)
    {
        var sequence = turn.ExpectedSequence;
        var changed = session.Command(
            """
            UPDATE instances SET status = ?3, last_sequence = ?4, updated_at = ?5, custom_status = ?6, output = ?7, failure = ?8
            WHERE key = ?1 AND last_sequence = ?2 AND status < 3
            """).Run(
            turn.Key, sequence, (int)turn.Status, sequence + turn.Events.Count, turn.At.Ticks, turn.CustomStatus, turn.Output,
            turn.Failure is null ? null : HistoryRow.Json(turn.Failure));
        if (changed == 0) return false;
        var append = session.Command(AppendLine);
        foreach (var line in turn.Events) Append(append, turn.Key, ++sequence, line);
        return true;
    }

    private static bool Restart(SqliteSession session, TurnCommit turn, NextExecution next)
    {
        var changed = session.Command(
            """
            UPDATE instances SET status = ?3, last_sequence = 0, updated_at = ?4, custom_status = ?5, failure = NULL,
              execution = ?6, first_step = ?7, input = ?8, carried = ?9
            WHERE key = ?1 AND last_sequence = ?2 AND status < 3
            """).Run(
            turn.Key, turn.ExpectedSequence, (int)turn.Status, turn.At.Ticks, turn.CustomStatus,
            next.Execution, next.FirstStep, next.Input, next.Carried.Count == 0 ? null : HistoryRow.Json(next.Carried));
        if (changed == 0) return false;
        session.Command("DELETE FROM history WHERE instance = ?1").Run(turn.Key);
        return true;
    }

    private static void Append(SqliteCommand append, long key, int sequence, HistoryEvent line)
    {
        var row = HistoryRow.From(line);
        append.Run(
            key, sequence, row.Kind, line.At.Ticks, row.Step, row.Name, row.Target, row.Number, row.Payload);
    }

    private static (string Id, int Sequence) Position(SqliteSession session, long key)
    {
        var row = session.Command("SELECT id, last_sequence FROM instances WHERE key = ?1").Query(key);
        row.Step();
        return (row.Text(0), row.Int(1));
    }
}
