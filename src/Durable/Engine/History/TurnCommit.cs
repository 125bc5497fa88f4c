namespace FunctionsPipeline.Durable.Engine;

/// <summary>Everything one turn changes. Saved in one transaction or not at all.</summary>
public sealed record TurnCommit
{
    /// <summary>The instance.</summary>
    public required long Key { get; init; }

    /// <summary>Length of the history the turn was taken on. Another one in the store means that the turn must not count.</summary>
    public required int ExpectedSequence { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Status after the turn.</summary>
    public required OrchestrationStatus Status { get; init; }

    /// <summary>Lines to append, in order.</summary>
    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    /// <summary>Sub-orchestrations to make.</summary>
    public IReadOnlyList<NewChild> Children { get; init; } = [];

    /// <summary>Inbox lines that the events came from, to be removed.</summary>
    public IReadOnlyList<long> ConsumedInbox { get; init; } = [];

    /// <summary>Custom status after the turn, JSON.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>Output, JSON, when the instance has completed.</summary>
    public string? Output { get; init; }

    /// <summary>Why the instance has failed or, while it runs, why it is held.</summary>
    public FailureDetails? Failure { get; init; }

    /// <summary>Set when the instance continues as new: the history is dropped instead of appended to.</summary>
    public NextExecution? Next { get; init; }
}

/// <summary>How the next execution of an instance begins.</summary>
public sealed record NextExecution(int Execution, int FirstStep, string Input, IReadOnlyList<CarriedEvent> Carried);

/// <summary>What became of a turn.</summary>
/// <param name="Accepted">False: the instance has ended or was purged in the meantime, and nothing was saved.</param>
/// <param name="ChildKeys">Keys of the children in the order asked for; 0 where the id belongs to another instance.</param>
public sealed record TurnResult(bool Accepted, IReadOnlyList<long> ChildKeys)
{
    /// <summary>The instance has ended or was purged in the meantime.</summary>
    public static TurnResult Rejected { get; } = new(false, []);
}
