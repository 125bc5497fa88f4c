namespace FunctionsPipeline.Contracts;

/// <summary>
/// Runs asynchronous code in virtual time on one thread: whatever is ready runs, then the clock leaps to the next timer. The same
/// seed gives the same run. All code under test must wait on the world's clock.
/// </summary>
public sealed class VirtualWorld : SynchronizationContext
{
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
                while (_ready.TryDequeue(out var next)) next.Callback(next.State);
                if (task.IsCompleted) break;
                var due = Clock.NextDue ?? throw new InvalidOperationException("The virtual world stands still.");
                Clock.Advance(due - Clock.GetUtcNow());
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public Task Delay(TimeSpan time) => Task.Delay(time, Clock);

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);
}
