namespace FunctionsPipeline.Durable.Engine;

/// <summary>Counts work under way and tells when there is none.</summary>
/// <remarks>Safe for several threads. Whoever hands work on enters the new piece before leaving the old one, so that the count never touches zero in between.</remarks>
internal sealed class WorkCounter
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _zero;
    private int _count;

    public void Enter(int pieces = 1) => Interlocked.Add(ref _count, pieces);

    public void Leave(int pieces = 1)
    {
        if (Interlocked.Add(ref _count, -pieces) != 0) return;
        lock (_gate)
        {
            _zero?.TrySetResult();
            _zero = null;
        }
    }

    /// <summary>Completes when the count is zero; at once when it is.</summary>
    public Task WhenZeroAsync()
    {
        lock (_gate)
        {
            var zero = _zero ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Volatile.Read(ref _count) != 0) return zero.Task;
            _zero = null;
            zero.TrySetResult();
            return zero.Task;
        }
    }
}
