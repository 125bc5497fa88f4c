namespace FunctionsPipeline.Durable.Engine;

/// <summary>
/// Keeps instances, histories and the inbox. Deliberately dumb: time, ids and meaning belong to the engine. A task ends only
/// after its change is on disk; a change takes effect as a whole or not at all.
/// </summary>
/// <remarks>Safe for several threads. Reads block for as long as the disk needs and see all that was acknowledged before.</remarks>
public interface IHistoryStore : IAsyncDisposable
{
    /// <summary>Makes a top-level instance. Returns its key, or null when the id is taken.</summary>
    Task<long?> CreateAsync(NewInstance instance, CancellationToken cancellationToken);

    /// <summary>Saves a turn.</summary>
    Task<TurnResult> CommitTurnAsync(TurnCommit turn);

    /// <summary>Leaves a message for an instance. False when there is no such instance or it has ended.</summary>
    Task<bool> AddToInboxAsync(InboxMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an instance and all unfinished ones below it, with an <see cref="ExecutionTerminated"/> line each.
    /// Returns their ids, parents after children; empty when there was nothing to end.
    /// </summary>
    Task<IReadOnlyList<string>> TerminateAsync(string instanceId, string reason, DateTime at, CancellationToken cancellationToken);

    /// <summary>Deletes an ended instance and those below it. False when there is none or when one of them has not ended.</summary>
    Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Messages with an id above <paramref name="afterId"/> in the order in which they came.</summary>
    IReadOnlyList<InboxMessage> ReadInbox(long afterId);

    /// <summary>One instance, or null.</summary>
    InstanceRecord? Find(string instanceId);

    /// <summary>A page of instances whose id starts with <paramref name="prefix"/>, in ordinal order, after <paramref name="afterId"/>.</summary>
    IReadOnlyList<OrchestrationState> List(string prefix, string? afterId, int countMax);

    /// <summary>All instances that have not ended.</summary>
    IReadOnlyList<InstanceRecord> ListUnfinished();

    /// <summary>The lines of the current execution, in recorded order.</summary>
    IReadOnlyList<HistoryEvent> LoadHistory(long key);
}

/// <summary>What an outsider asks of an instance.</summary>
public enum InboxKind
{
    /// <summary>Deliver an external event.</summary>
    RaiseEvent = 0,

    /// <summary>Hold what comes.</summary>
    Suspend = 1,

    /// <summary>Deliver again.</summary>
    Resume = 2,

    /// <summary>End it.</summary>
    Terminate = 3,
}

/// <summary>A message for an instance.</summary>
/// <param name="Id">Given by the store, rising; 0 before.</param>
/// <param name="InstanceId">For whom.</param>
/// <param name="Kind">What.</param>
/// <param name="Name">Name of the event, or the reason.</param>
/// <param name="Payload">JSON of the event.</param>
public sealed record InboxMessage(long Id, string InstanceId, InboxKind Kind, string Name, string? Payload);
