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
    private const double Drift = 0.0002;

    private long _storeTicks;
    private long _timestamp;
    private long _error;
    private bool _isSet;

    /// <summary>Measures when it has not been done for a while.</summary>
    public async Task MeasureIfDueAsync()
    {
        if (_isSet && clock.GetElapsedTime(_timestamp) is var age && age < Interval && age >= TimeSpan.Zero) return;
        var before = clock.GetTimestamp();
        var etag = (await tables.WriteAsync(
            table, partition, [TableOperation.Upsert(RowKey, new Dictionary<string, object>())], CancellationToken.None))[0];
        var after = clock.GetTimestamp();
        var row = await tables.GetAsync(table, partition, RowKey, CancellationToken.None)
            ?? throw new InvalidOperationException($"The clock row of '{partition}' is gone.");

        // The stamp was set while we wrote; when another instance wrote after us, at the latest when we read.
        if (!string.Equals(row.ETag, etag, StringComparison.Ordinal)) after = clock.GetTimestamp();
        var half = (after - before) / 2;
        _timestamp = before + half;
        _storeTicks = row.Timestamp.UtcTicks;
        _error = clock.GetElapsedTime(before, before + half).Ticks + 1;
        _isSet = true;
    }

    /// <summary>The store's time at a reading of the monotonic counter, in UTC ticks, and by how much it may be wrong.</summary>
    public (long Ticks, long Error) At(long timestamp)
    {
        var elapsed = clock.GetElapsedTime(_timestamp, timestamp).Ticks;
        return (_storeTicks + elapsed, _error + (long)(Math.Abs(elapsed) * Drift));
    }
}
