using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Schedules;

/// <summary>Schedules, a row each.</summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class ScheduleStore(ITableStore tables)
{
    private const string Table = "schedules";
    private const string Partition = "schedules";
    private const string RecordProperty = "Record";

    /// <summary>One schedule, or null.</summary>
    public async Task<ScheduleRecord?> GetAsync(string name, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, Partition, name, cancellationToken) is { } row ? Record(row) : null;

    /// <summary>All schedules by name, streamed.</summary>
    public async IAsyncEnumerable<ScheduleRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(Table, Partition, RowKeyRange.All, cancellationToken)) yield return Record(row);
    }

    /// <summary>Writes a schedule, new or not.</summary>
    public Task PutAsync(ScheduleRecord schedule, CancellationToken cancellationToken) =>
        tables.WriteAsync(Table, Partition, [TableOperation.Upsert(schedule.Name, Properties(schedule))], cancellationToken);

    /// <summary>Changes a schedule if nobody else does at the same time; what is lost then is only news of its last run.</summary>
    public async Task TryUpdateAsync(string name, Func<ScheduleRecord, ScheduleRecord> change, CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, Partition, name, cancellationToken) is not { } row) return;
        var before = Record(row);
        var after = change(before);
        if (after == before) return;
        try
        {
            await tables.WriteAsync(Table, Partition, [TableOperation.Replace(name, Properties(after), row.ETag)], cancellationToken);
        }
        catch (TableConflictException)
        {
            // Somebody else wrote it: theirs is as good.
        }
    }

    /// <summary>Removes a schedule; false when there was none.</summary>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, Partition, name, cancellationToken) is null) return false;
        await tables.WriteAsync(Table, Partition, [TableOperation.Delete(name)], cancellationToken);
        return true;
    }

    private static Dictionary<string, object> Properties(ScheduleRecord schedule) =>
        new(StringComparer.Ordinal) { [RecordProperty] = JsonSerializer.Serialize(schedule, StateJson.Options) };

    private static ScheduleRecord Record(TableRow row) =>
        JsonSerializer.Deserialize<ScheduleRecord>((string)row.Properties[RecordProperty], StateJson.Options)!;
}
