using Microsoft.DurableTask;

namespace FunctionsPipeline.FunctionApp;

/// <summary>
/// External events as the embedded engine gives them out: first come, first served, and what nobody waits for is kept. Durable Functions
/// serves the newest wait first, and an event that meets a wait which was given up long ago is lost. So at most one of its waits stands
/// for each name, and it never ends but with an event.
/// </summary>
/// <remarks>Used on the orchestrator's turn only.</remarks>
internal sealed class DurableEvents(TaskOrchestrationContext inner)
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.OrdinalIgnoreCase);
    private bool _goesToNextExecution;

    /// <summary>Waits for the payload of an event.</summary>
    public Task<string> WaitAsync(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<string>(cancellationToken);
        if (!_lines.TryGetValue(name, out var line)) _lines.Add(name, line = new Line());
        if (line.Kept.TryDequeue(out var kept)) return Task.FromResult(kept);
        var wait = line.Waits.AddLast(new TaskCompletionSource<string>());
        cancellationToken.UnsafeRegister(_ =>
        {
            if (wait.List is null) return;
            line.Waits.Remove(wait);
            wait.Value.TrySetCanceled(cancellationToken);
        }, null);
        if (!line.IsListening) _ = ListenAsync(name, line);
        return wait.Value.Task;
    }

    /// <summary>Hands what was kept to the next execution, and from now on what still comes: the waits of this one are over.</summary>
    public void CarryOver()
    {
        _goesToNextExecution = true;
        foreach (var (name, line) in _lines)
        {
            while (line.Kept.TryDequeue(out var payload)) inner.SendEvent(inner.InstanceId, name, payload);
        }
    }

    private async Task ListenAsync(string name, Line line)
    {
        line.IsListening = true;
        while (line.Waits.Count > 0 && !_goesToNextExecution)
        {
            var payload = await inner.WaitForExternalEvent<string>(name);
            if (_goesToNextExecution)
            {
                inner.SendEvent(inner.InstanceId, name, payload);
            }
            else if (line.Waits.First is { } first)
            {
                line.Waits.RemoveFirst();
                first.Value.TrySetResult(payload);
            }
            else
            {
                line.Kept.Enqueue(payload);
            }
        }

        line.IsListening = false;
    }

    private sealed class Line
    {
        public Queue<string> Kept { get; } = new();

        public LinkedList<TaskCompletionSource<string>> Waits { get; } = new();

        /// <summary>True while a wait of Durable Functions stands.</summary>
        public bool IsListening { get; set; }
    }
}
