using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Governor;

/// <summary>
/// The store's clock, seen from one instance: the timestamp of a row that this instance just wrote, carried on by the machine's
/// monotonic counter. Wall clocks of instances may differ as they like.
/// </summary>
/// <remarks>Not safe for several threads.</remarks>
internal sealed class StoreClock(ITableStore tables, string table, string partition, TimeProvider clock)
{
    private const string RowKey = "clock";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Counters of ordinary machines drift by less than this.
    private const double Drift = 0.0001;

    private Measurement? _best;
    private long _measuredAt;

    /// <summary>Measures when it has not been done for a while.</summary>
    public async Task MeasureIfDueAsync()
    {
        if (_best is not null && clock.GetElapsedTime(_measuredAt) is var age && age < Interval && age >= TimeSpan.Zero) return;
        var before = clock.GetTimestamp();
        var etag = (await tables.WriteAsync(
            table, partition, [TableOperation.Upsert(RowKey, new Dictionary<string, object>())], CancellationToken.None))[0];
        var after = clock.GetTimestamp();
        var row = await tables.GetAsync(table, partition, RowKey, CancellationToken.None)
            ?? throw new InvalidOperationException($"The clock row of '{partition}' is gone.");

        // The stamp was set while we wrote; when another instance wrote after us, at the latest when we read.
        if (!string.Equals(row.ETag, etag, StringComparison.Ordinal)) after = clock.GetTimestamp();
        _measuredAt = before + ((after - before) / 2);
        var measured = new Measurement(row.Timestamp.UtcTicks, _measuredAt, clock.GetElapsedTime(before, _measuredAt).Ticks + 1);
        if (_best is null || !Agrees(_best.Value, measured) || measured.Error < ErrorAt(_best.Value, _measuredAt)) _best = measured;
    }

    /// <summary>The store's time at a reading of the monotonic counter, in UTC ticks, and by how much it may be wrong.</summary>
    public (long Ticks, long Error) At(long timestamp)
    {
        var best = _best ?? throw new InvalidOperationException("The store's clock was not measured yet.");
        return (TicksAt(best, timestamp), ErrorAt(best, timestamp));
    }

    private long TicksAt(Measurement measured, long timestamp) => measured.StoreTicks + clock.GetElapsedTime(measured.Timestamp, timestamp).Ticks;

    private long ErrorAt(Measurement measured, long timestamp) =>
        measured.Error + (long)(Math.Abs(clock.GetElapsedTime(measured.Timestamp, timestamp).Ticks) * Drift);

    /// <summary>False when the store's clock was set since.</summary>
    private bool Agrees(Measurement earlier, Measurement later) =>
        Math.Abs(TicksAt(earlier, later.Timestamp) - later.StoreTicks) <= ErrorAt(earlier, later.Timestamp) + later.Error;

    private readonly record struct Measurement(long StoreTicks, long Timestamp, long Error);
}
