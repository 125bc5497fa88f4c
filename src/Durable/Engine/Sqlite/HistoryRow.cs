using System.Text.Json;
using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>One line of history as columns. The numbers of kinds are in files on users' disks: never reused, never changed.</summary>
internal readonly record struct HistoryRow(int Kind, int Step, string? Name, string? Target, long Number, string? Payload)
{
    public const string Columns = "kind, at, step, name, target, number, payload";

    public static HistoryRow From(HistoryEvent line) => line switch
    {
        ExecutionStarted e => new(1, e.FirstStep, null, e.Carried is { Count: > 0 } ? Json(e.Carried) : null, e.Execution, e.Input),
        ActivityScheduled e => new(2, e.Step, e.Name, null, e.Attempt, e.Input),
        ActivityCompleted e => new(3, e.Step, null, null, 0, e.Output),
        ActivityFailed e => new(4, e.Step, null, null, 0, Json(e.Failure)),
        SubOrchestrationScheduled e => new(5, e.Step, e.Name, e.InstanceId, 0, e.Input),
        SubOrchestrationCompleted e => new(6, e.Step, null, null, 0, e.Output),
        SubOrchestrationFailed e => new(7, e.Step, null, null, 0, Json(e.Failure)),
        TimerCreated e => new(8, e.Step, null, null, e.FireAt.Ticks, null),
        TimerFired e => new(9, e.Step, null, null, 0, null),
        EventRaised e => new(10, 0, e.Name, null, 0, e.Payload),
        ExecutionSuspended e => new(11, 0, null, null, 0, e.Reason),
        ExecutionResumed e => new(12, 0, null, null, 0, e.Reason),
        ExecutionTerminated e => new(13, 0, null, null, 0, e.Reason),
        ExecutionCompleted e => new(14, e.Step, null, null, 0, e.Output),
        ExecutionFailed e => new(15, e.Step, null, null, 0, Json(e.Failure)),
        _ => throw new InvalidOperationException($"No row for {line.GetType().Name}."),
    };

    /// <summary>Reads the current row of a query over <see cref="Columns"/>.</summary>
    public static HistoryEvent Read(SqliteCommand row)
    {
        var line = Decode(new HistoryRow(
            row.Int(0), row.Int(2), row.TextOrNull(3), row.TextOrNull(4), row.Long(5), row.TextOrNull(6)));
        line.At = new DateTime(row.Long(1), DateTimeKind.Utc);
        return line;
    }

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, DurableJson.Options);

    public static T FromJson<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, DurableJson.Options) ?? throw new JsonException("Unexpected null.");

    private static HistoryEvent Decode(HistoryRow row) => row.Kind switch
    {
        1 => new ExecutionStarted((int)row.Number, row.Step, row.Payload, row.Target is null ? null : FromJson<CarriedEvent[]>(row.Target)),
        2 => new ActivityScheduled(row.Step, row.Name!, row.Payload!, (int)row.Number),
        3 => new ActivityCompleted(row.Step, row.Payload!),
        4 => new ActivityFailed(row.Step, FromJson<FailureDetails>(row.Payload!)),
        5 => new SubOrchestrationScheduled(row.Step, row.Name!, row.Target!, row.Payload!),
        6 => new SubOrchestrationCompleted(row.Step, row.Payload!),
        7 => new SubOrchestrationFailed(row.Step, FromJson<FailureDetails>(row.Payload!)),
        8 => new TimerCreated(row.Step, new DateTime(row.Number, DateTimeKind.Utc)),
        9 => new TimerFired(row.Step),
        10 => new EventRaised(row.Name!, row.Payload),
        11 => new ExecutionSuspended(row.Payload!),
        12 => new ExecutionResumed(row.Payload!),
        13 => new ExecutionTerminated(row.Payload!),
        14 => new ExecutionCompleted(row.Step, row.Payload!),
        15 => new ExecutionFailed(row.Step, FromJson<FailureDetails>(row.Payload!)),
        _ => throw new InvalidOperationException($"History holds a line of unknown kind {row.Kind}: it was written by a newer version."),
    };
}
