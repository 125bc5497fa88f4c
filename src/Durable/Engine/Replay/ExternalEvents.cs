namespace FunctionsPipeline.Durable.Engine;

/// <summary>External events that came before they were asked for, and waits for events that did not come yet. First come, first served by name.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.OrdinalIgnoreCase);
    private long _arrivals;

    /// <summary>Waits that nothing has answered yet.</summary>
    public int WaitCount { get; private set; }

    /// <summary>Hands the event to the longest wait of that name, or keeps it.</summary>
    public void Raise(string name, string? payload)
    {
        var line = LineOf(name);
        if (line.Waits.First is { } first)
        {
            line.Waits.RemoveFirst();
            WaitCount--;
            first.Value.Deliver(payload);
        }
        else
        {
            line.Early.Enqueue((_arrivals++, name, payload));
        }
    }

    /// <summary>Takes an event that was kept, if there is one.</summary>
    public bool TryTake(string name, out string? payload)
    {
        payload = null;
        if (!_lines.TryGetValue(name, out var line) || !line.Early.TryDequeue(out var early)) return false;
        payload = early.Payload;
        return true;
    }

    public void Add(EventWait wait)
    {
        wait.Node = LineOf(wait.Name).Waits.AddLast(wait);
        WaitCount++;
    }

    /// <summary>Takes a wait back, so that an event that comes now is kept for the next one. False when it was answered already.</summary>
    public bool Remove(EventWait wait)
    {
        if (wait.Node?.List is not { } waits) return false;
        waits.Remove(wait.Node);
        WaitCount--;
        return true;
    }

    /// <summary>Kept events in the order in which they came.</summary>
    public IReadOnlyList<CarriedEvent> Unprocessed() =>
        [.. _lines.Values.SelectMany(line => line.Early).OrderBy(early => early.Arrival).Select(early => new CarriedEvent(early.Name, early.Payload))];

    private Line LineOf(string name)
    {
        if (!_lines.TryGetValue(name, out var line)) _lines.Add(name, line = new Line());
        return line;
    }

    private sealed class Line
    {
        public Queue<(long Arrival, string Name, string? Payload)> Early { get; } = new();

        public LinkedList<EventWait> Waits { get; } = new();
    }
}

/// <summary>One wait of an orchestrator.</summary>
internal abstract class EventWait(string name)
{
    public string Name { get; } = name;

    public LinkedListNode<EventWait>? Node { get; set; }

    public abstract void Deliver(string? payload);

    public abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc cref="EventWait"/>
internal sealed class EventWait<T>(string name, Action onDelivered) : EventWait(name)
{
    private readonly TaskCompletionSource<T> _completion = new();

    public Task<T> Task => _completion.Task;

    public override void Deliver(string? payload)
    {
        onDelivered();
        PendingCall<T>.Settle(_completion, payload ?? "null");
    }

    public override void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
