using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.State.Governor;

/// <summary>
/// The callers of one key in this process. What comes while a write is under way is put together into the next one; other
/// instances write the same row, and its version decides.
/// </summary>
internal sealed class GovernorKey(ITableStore tables, string key, TimeProvider clock, ILogger logger)
{
    public const string Table = "governor";
    public const string StateRow = "state";

    // Every conflict means that another instance got through; this many in a row is no bad luck any more.
    private const int ConflictsMax = 1000;

    private readonly Lock _gate = new();
    private readonly string _partition = TableKey.Part(key);
    private readonly StoreClock _storeClock = new(tables, Table, TableKey.Part(key), clock);
    private List<GovernorWork> _waiting = [];
    private Task _draining = Task.CompletedTask;
    private bool _isDraining;
    private int _lastRefusalCount;
    private double _lastConcurrencyLimit;

    /// <summary>Timestamp of the process's counter before which nothing may be sent; 0 when nothing is known of a pause.</summary>
    public long BlockedUntilTimestamp { get; private set; }

    /// <summary>True when a success would change nothing, as far as this process knows.</summary>
    public bool IsUntroubled(ConcurrencyLimit? concurrency) =>
        _lastRefusalCount == 0 && (concurrency is null || SlotScheduler.LimitNow(_lastConcurrencyLimit, concurrency) >= concurrency.Max);

    /// <summary>Queues work on the state; its task ends when the change is stored.</summary>
    /// <param name="work">Runs again when another instance wrote in between.</param>
    /// <param name="ticket">Of what is put together, smaller tickets go first; what has no ticket and asks for nothing goes before all.</param>
    public Task<T> RunAsync<T>(Func<KeyState, StoreMoment, GovernorResult<T>> work, double ticket = double.NegativeInfinity)
    {
        var queued = new GovernorWork<T>(work) { Ticket = ticket };
        Queue(queued);
        return queued.Task;
    }

    /// <summary>Queues a note that nobody waits for. When it is lost, the governor only gives slots more slowly.</summary>
    public void Note(Action<KeyState, StoreMoment> note) => Queue(new GovernorWork<bool>((state, now) =>
    {
        note(state, now);
        return new GovernorResult<bool>(true, HasChanged: true);
    }));

    private void Queue(GovernorWork work)
    {
        lock (_gate)
        {
            _waiting.Add(work);
            if (_isDraining) return;
            _isDraining = true;
        }

        _draining = DrainAsync();
    }

    private async Task DrainAsync()
    {
        while (TakeAll() is { } all) await ProcessAsync(all);
    }

    private List<GovernorWork>? TakeAll()
    {
        lock (_gate)
        {
            _isDraining = _waiting.Count > 0;
            if (!_isDraining) return null;
            var all = _waiting.OrderBy(work => work.Ticket).ToList();
            _waiting = [];
            return all;
        }
    }

    private async Task ProcessAsync(List<GovernorWork> all)
    {
        try
        {
            await _storeClock.MeasureIfDueAsync();
            for (var conflicts = 0; !await TryProcessAsync(all); conflicts++)
            {
                if (conflicts == ConflictsMax) throw new InvalidOperationException($"The governor's key '{key}' is written by too many others at once.");
            }
        }
        catch (Exception error)
        {
            GovernorLog.Failed(logger, key, error);
            foreach (var work in all) work.Fail(error);
        }
    }

    private async Task<bool> TryProcessAsync(List<GovernorWork> all)
    {
        var row = await tables.GetAsync(Table, _partition, StateRow, CancellationToken.None);
        var state = KeyState.From(row);
        var timestamp = clock.GetTimestamp();
        var (ticks, error) = _storeClock.At(timestamp);
        var now = new StoreMoment(ticks, error, timestamp);
        var hasChanged = state.FollowClock(ticks);
        foreach (var work in all) hasChanged |= work.Apply(state, now);
        if (hasChanged && !await TryWriteAsync(row, state, now)) return false;

        BlockedUntilTimestamp = state.BlockedUntil > ticks ? now.TimestampAt(state.BlockedUntil, clock) : 0;
        _lastRefusalCount = state.RefusalCount;
        _lastConcurrencyLimit = state.ConcurrencyLimit;
        foreach (var work in all) work.Complete();
        return true;
    }

    private async Task<bool> TryWriteAsync(TableRow? row, KeyState state, StoreMoment now)
    {
        state.UpdatedAt = now.Ticks;
        var properties = state.ToProperties();
        var operation = row is null ? TableOperation.Insert(StateRow, properties) : TableOperation.Replace(StateRow, properties, row.ETag);
        try
        {
            await tables.WriteAsync(Table, _partition, [operation], CancellationToken.None);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }
}

/// <summary>A moment on the store's clock.</summary>
/// <param name="Ticks">UTC ticks.</param>
/// <param name="Error">By how much they may be wrong.</param>
/// <param name="Timestamp">The process's own counter at that moment.</param>
internal readonly record struct StoreMoment(long Ticks, long Error, long Timestamp)
{
    /// <summary>The process's counter at another time of the store.</summary>
    public long TimestampAt(long storeTicks, TimeProvider clock) =>
        Timestamp + (long)((storeTicks - Ticks) * (clock.TimestampFrequency / (double)TimeSpan.TicksPerSecond));
}

/// <summary>What a piece of work came to, and whether it changed the state.</summary>
internal readonly record struct GovernorResult<T>(T Value, bool HasChanged);

internal abstract class GovernorWork
{
    public double Ticket { get; init; } = double.NegativeInfinity;

    /// <summary>Applies the work to a state that may still turn out to be old; runs again on the newer one then.</summary>
    public abstract bool Apply(KeyState state, StoreMoment now);

    public abstract void Complete();

    public abstract void Fail(Exception error);
}

internal sealed class GovernorWork<T>(Func<KeyState, StoreMoment, GovernorResult<T>> work) : GovernorWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;

    public Task<T> Task => _done.Task;

    public override bool Apply(KeyState state, StoreMoment now)
    {
        (_value, var hasChanged) = work(state, now);
        return hasChanged;
    }

    public override void Complete() => _done.SetResult(_value!);

    public override void Fail(Exception error) => _done.TrySetException(error);
}

internal static partial class GovernorLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The governor's state of '{Key}' could not be read or written.")]
    public static partial void Failed(ILogger logger, string key, Exception error);
}
