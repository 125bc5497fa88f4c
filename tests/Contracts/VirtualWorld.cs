namespace FunctionsPipeline.Contracts;

/// <summary>
/// Runs asynchronous code in virtual time on one thread: whatever is ready runs, then the clock leaps to the next timer. The same
/// seed gives the same run. All code under test must wait on the world's clock; what reads or writes a real file is waited for while nothing
/// else can happen.
/// </summary>
public sealed class VirtualWorld : SynchronizationContext
{
    // Real, and much longer than a file takes.
    private static readonly TimeSpan FileWaitMax = TimeSpan.FromSeconds(10);

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>Runs until the task ends.</summary>
    /// <exception cref="InvalidOperationException">Nothing is ready, no timer is armed, and the task has not ended: it waits for ever.</exception>
    public void Run(Func<Task> main)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = main();
            while (true)
            {
                while (TryTake(TimeSpan.Zero, out var next)) next.Callback(next.State);
                if (task.IsCompleted) break;
                if (Clock.NextDue is { } due) Clock.Advance(due - Clock.GetUtcNow());
                else if (TryTake(FileWaitMax, out var late)) late.Callback(late.State);
                else throw new InvalidOperationException("The virtual world stands still.");
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public Task Delay(TimeSpan time) => Task.Delay(time, Clock);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready)
        {
            _ready.Enqueue((d, state));
            Monitor.Pulse(_ready);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    private bool TryTake(TimeSpan wait, out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_ready)
        {
            if (_ready.Count == 0 && wait > TimeSpan.Zero) Monitor.Wait(_ready, wait);
            return _ready.TryDequeue(out next);
        }
    }
}
