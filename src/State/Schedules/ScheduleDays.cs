using System.Globalization;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Schedules;

/// <summary>Why a project had no run on a day.</summary>
/// <param name="Day">The day where the schedule is at home.</param>
/// <param name="Schedule">Name of the schedule that would have started it.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="At">When this was seen first.</param>
public sealed record ScheduleDayNote(DateOnly Day, string Schedule, string Reason, DateTimeOffset At);

/// <summary>Days on which a run could not be started, a row each: what a schedule says of its last start is gone with the next one.</summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class ScheduleDays(ITableStore tables, TimeProvider clock)
{
    private const string Table = "schedules";

    /// <summary>The note of a day; null when there is none.</summary>
    public async Task<ScheduleDayNote?> FindAsync(string project, DateOnly day, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, Partition(project), Row(day), cancellationToken) is { } row
            ? new ScheduleDayNote(day, (string)row.Properties["Schedule"], (string)row.Properties["Reason"], (DateTimeOffset)row.Properties["At"])
            : null;

    /// <summary>Writes down why a day has no run yet. The same reason again is written once: whoever starts runs comes by every minute.</summary>
    public async Task NoteAsync(string project, DateOnly day, string schedule, string reason, CancellationToken cancellationToken)
    {
        if (await FindAsync(project, day, cancellationToken) is { } note && note.Reason == reason) return;
        var properties = new Dictionary<string, object>(StringComparer.Ordinal) { ["Schedule"] = schedule, ["Reason"] = reason, ["At"] = clock.GetUtcNow() };
        await tables.WriteAsync(Table, Partition(project), [TableOperation.Upsert(Row(day), properties)], cancellationToken);
    }

    private static string Partition(string project) => "days-" + project;

    private static string Row(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
