namespace FunctionsPipeline.Durable.Engine;

/// <summary>What one turn of an instance takes in and what comes of it.</summary>
internal sealed class Turn(ReplayEngine replay, DateTime now)
{
    private readonly List<long> _consumedInbox = [];

    /// <summary>New lines of history.</summary>
    public List<HistoryEvent> Lines { get; } = [];

    /// <summary>Sub-orchestrations asked for.</summary>
    public List<NewChild> Children { get; } = [];

    /// <summary>True when there is nothing to save.</summary>
    public bool IsEmpty => Lines.Count == 0 && _consumedInbox.Count == 0;

    /// <summary>Delivers messages until they are used up or the execution has ended. Returns how many were taken.</summary>
    public int Take(List<Message> mail)
    {
        var taken = 0;
        while (taken < mail.Count && replay.Outcome is null)
        {
            var (line, inboxId) = mail[taken++];
            if (inboxId != 0) _consumedInbox.Add(inboxId);
            if (!replay.Accepts(line)) continue;
            line.At = now;
            Lines.Add(line);
            replay.Deliver(line, Lines);
        }

        foreach (var line in Lines)
        {
            if (line is SubOrchestrationScheduled e) Children.Add(new NewChild(new NewInstance(e.InstanceId, e.Name, e.Input, now), e.Step));
        }

        return taken;
    }

    public TurnCommit ToCommit(long key, int expectedSequence) => new()
    {
        Key = key,
        ExpectedSequence = expectedSequence,
        At = now,
        Status = replay.Outcome?.Status ?? (replay.IsSuspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running),
        Events = Lines,
        Children = Children,
        ConsumedInbox = _consumedInbox,
        CustomStatus = replay.Context.CustomStatus,
        Output = replay.Outcome?.Output,
        Failure = replay.Outcome?.Failure,
        Next = replay.Outcome?.Next,
    };
}
