using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Benchmarks.Engine;

/// <summary>Notes which lines were saved together, so that the bound can save the same.</summary>
internal sealed class RecordingStore(IHistoryStore inner) : IHistoryStore
{
    private readonly List<IReadOnlyList<HistoryEvent>> _turns = [];

    public IReadOnlyList<IReadOnlyList<HistoryEvent>> Turns => _turns;

    public Task<TurnResult> CommitTurnAsync(TurnCommit turn)
    {
        lock (_turns) _turns.Add(turn.Events);
        return inner.CommitTurnAsync(turn);
    }

    public Task<long?> CreateAsync(NewInstance instance, CancellationToken cancellationToken) => inner.CreateAsync(instance, cancellationToken);

    public Task<bool> AddToInboxAsync(InboxMessage message, CancellationToken cancellationToken) => inner.AddToInboxAsync(message, cancellationToken);

    public Task<IReadOnlyList<string>> TerminateAsync(string instanceId, string reason, DateTime at, CancellationToken cancellationToken) =>
        inner.TerminateAsync(instanceId, reason, at, cancellationToken);

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => inner.PurgeAsync(instanceId, cancellationToken);

    public IReadOnlyList<InboxMessage> ReadInbox(long afterId) => inner.ReadInbox(afterId);

    public InstanceRecord? Find(string instanceId) => inner.Find(instanceId);

    public IReadOnlyList<OrchestrationState> List(string prefix, string? afterId, int countMax) => inner.List(prefix, afterId, countMax);

    public IReadOnlyList<InstanceRecord> ListUnfinished() => inner.ListUnfinished();

    public IReadOnlyList<HistoryEvent> LoadHistory(long key) => inner.LoadHistory(key);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
