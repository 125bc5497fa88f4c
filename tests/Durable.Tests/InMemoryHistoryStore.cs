using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests;

/// <summary>The contract in plain collections: an independent model of what the SQLite store does.</summary>
internal sealed class InMemoryHistoryStore : IHistoryStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly List<InboxMessage> _inbox = [];
    private long _lastKey;
    private long _lastInboxId;

    public Task<long?> CreateAsync(NewInstance instance, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_rows.ContainsKey(instance.Id) ? null : (long?)Add(instance, null));
    }

    public Task<TurnResult> CommitTurnAsync(TurnCommit turn)
    {
        lock (_gate)
        {
            if (RowOf(turn.Key) is not { } row || row.Record.State.IsEnded || row.Lines.Count != turn.ExpectedSequence) return Task.FromResult(TurnResult.Rejected);
            row.Lines.AddRange(turn.Events);
            var state = row.Record.State with
            {
                Status = turn.Status, LastUpdatedAt = turn.At, CustomStatus = turn.CustomStatus, Output = turn.Output, Failure = turn.Failure,
            };
            if (turn.Next is { } next)
            {
                row.Lines.Clear();
                row.Record = row.Record with { Execution = next.Execution, FirstStep = next.FirstStep, Carried = next.Carried };
                state = state with { Input = next.Input };
            }

            row.Record = row.Record with { State = state };
            _inbox.RemoveAll(message => turn.ConsumedInbox.Contains(message.Id) || (state.IsEnded && message.InstanceId == state.InstanceId));
            var keys = turn.Children.Select(child => AddChild(child.Instance, new ParentLink(turn.Key, state.InstanceId, child.ParentStep))).ToArray();
            return Task.FromResult(new TurnResult(true, keys));
        }
    }

    public Task<bool> AddToInboxAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(message.InstanceId, out var row) || row.Record.State.IsEnded) return Task.FromResult(false);
            _inbox.Add(message with { Id = ++_lastInboxId });
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<string>> TerminateAsync(string instanceId, string reason, DateTime at, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var ended = new List<string>();
            if (_rows.TryGetValue(instanceId, out var root) && !root.Record.State.IsEnded)
            {
                foreach (var row in Tree(root).Where(row => !row.Record.State.IsEnded))
                {
                    var failure = new FailureDetails(FailureDetails.TerminatedCode, reason, IsRetryable: false);
                    row.Lines.Add(new ExecutionTerminated(reason) { At = at });
                    row.Record = row.Record with { State = row.Record.State with { Status = OrchestrationStatus.Terminated, Failure = failure, LastUpdatedAt = at } };
                    ended.Add(row.Record.State.InstanceId);
                }
            }

            _inbox.RemoveAll(message => ended.Contains(message.InstanceId));
            return Task.FromResult<IReadOnlyList<string>>(ended);
        }
    }

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(instanceId, out var root)) return Task.FromResult(false);
            var tree = Tree(root);
            if (!tree.All(row => row.Record.State.IsEnded)) return Task.FromResult(false);
            foreach (var row in tree) _rows.Remove(row.Record.State.InstanceId);
            return Task.FromResult(true);
        }
    }

    public IReadOnlyList<InboxMessage> ReadInbox(long afterId) => Locked(() => _inbox.Where(message => message.Id > afterId).ToList());

    public InstanceRecord? Find(string instanceId) => Locked(() => _rows.TryGetValue(instanceId, out var row) ? row.Snapshot() : null);

    public IReadOnlyList<OrchestrationState> List(string prefix, string? afterId, int countMax) => Locked(() => _rows
        .Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(row.Key, afterId) > 0)
        .Select(row => row.Value.Record.State).Take(countMax).ToList());

    public IReadOnlyList<InstanceRecord> ListUnfinished() =>
        Locked(() => _rows.Values.Where(row => !row.Record.State.IsEnded).Select(row => row.Snapshot()).ToList());

    public IReadOnlyList<HistoryEvent> LoadHistory(long key) => Locked(() => RowOf(key)?.Lines.ToList() ?? []);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private T Locked<T>(Func<T> read)
    {
        lock (_gate) return read();
    }

    private Row? RowOf(long key) => _rows.Values.SingleOrDefault(row => row.Record.Key == key);

    private long Add(NewInstance instance, ParentLink? parent)
    {
        var state = new OrchestrationState(
            instance.Id, instance.Name, OrchestrationStatus.Pending, instance.CreatedAt, instance.CreatedAt, instance.Input, null, null, null);
        var rootId = parent is null ? instance.Id : RowOf(parent.Key)!.Record.RootId;
        _rows.Add(instance.Id, new Row(new InstanceRecord(++_lastKey, state, parent, rootId, 1, 1, 0, null)));
        return _lastKey;
    }

    private long AddChild(NewInstance instance, ParentLink parent)
    {
        if (_rows.TryGetValue(instance.Id, out var existing))
        {
            if (!existing.Record.State.IsEnded || existing.Record.Parent?.Key != parent.Key) return 0;
            foreach (var row in Tree(existing)) _rows.Remove(row.Record.State.InstanceId);
        }

        return Add(instance, parent);
    }

    private List<Row> Tree(Row root) =>
        [.. _rows.Values.Where(row => row.Record.Parent?.Key == root.Record.Key).SelectMany(Tree), root];

    private sealed class Row(InstanceRecord record)
    {
        public InstanceRecord Record { get; set; } = record;

        public List<HistoryEvent> Lines { get; } = [];

        public InstanceRecord Snapshot() => Record with { LastSequence = Lines.Count };
    }
}
