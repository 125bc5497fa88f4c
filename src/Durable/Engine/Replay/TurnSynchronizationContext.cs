namespace FunctionsPipeline.Durable.Engine;

/// <summary>
/// Keeps every continuation of an orchestrator on its turn: what is posted during a turn runs before the turn ends, one
/// after the other. What is posted from elsewhere is not run; it means that the code awaits something of its own.
/// </summary>
internal sealed class TurnSynchronizationContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private volatile int _turnThreadId;
    private volatile bool _sawForeignPost;

    /// <summary>True when something outside a turn tried to continue the orchestrator.</summary>
    public bool SawForeignPost => _sawForeignPost;

    /// <summary>True on the thread that runs the turn, while it does.</summary>
    public bool IsOnTurn => _turnThreadId == Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsOnTurn) _posted.Enqueue((d, state));
        else _sawForeignPost = true;
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestrator does not block.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs the action and every continuation it causes.</summary>
    public void Run<T>(Action<T> action, T argument)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        _turnThreadId = Environment.CurrentManagedThreadId;
        try
        {
            action(argument);
            while (_posted.TryDequeue(out var next)) next.Callback(next.State);
        }
        finally
        {
            _turnThreadId = 0;
            SetSynchronizationContext(outer);
        }
    }
}
