using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Crash;

/// <summary>On which side of an operation the process ends.</summary>
public enum CrashSide
{
    /// <summary>Nothing of the operation has happened.</summary>
    Before,

    /// <summary>The operation is on disk, but nobody was told.</summary>
    After,
}

/// <summary>Where the process ends: at the nth call of an operation.</summary>
public sealed record CrashPoint(string Operation, CrashSide Side, int Occurrence)
{
    public override string ToString() => $"{Side} {Operation} {Occurrence}";
}

/// <summary>Marks the end of a process that is only imitated.</summary>
public sealed class CrashException(CrashPoint point) : Exception($"Crashed {point}.");

/// <summary>
/// Ends the process, as far as the store can tell, at one point: from there on every operation fails and nothing more reaches the disk.
/// </summary>
internal sealed class CrashingStore(IHistoryStore inner, CrashPoint? point) : IHistoryStore
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>What the engine sees at the point. Default: the crash itself.</summary>
    public Func<CrashException, Exception> MakeError { get; init; } = crash => crash;

    /// <summary>Completes when the point was reached.</summary>
    public Task Crashed => _crashed.Task;

    /// <summary>How often each operation was called.</summary>
    public IReadOnlyDictionary<string, int> Counts
    {
        get { lock (_gate) return new Dictionary<string, int>(_counts, StringComparer.Ordinal); }
    }

    public Task<long?> CreateAsync(NewInstance instance, CancellationToken cancellationToken) =>
        AroundAsync(nameof(CreateAsync), () => inner.CreateAsync(instance, cancellationToken));

    public Task<TurnResult> CommitTurnAsync(TurnCommit turn) => AroundAsync(nameof(CommitTurnAsync), () => inner.CommitTurnAsync(turn));

    public Task<bool> AddToInboxAsync(InboxMessage message, CancellationToken cancellationToken) =>
        AroundAsync(nameof(AddToInboxAsync), () => inner.AddToInboxAsync(message, cancellationToken));

    public Task<IReadOnlyList<string>> TerminateAsync(string instanceId, string reason, DateTime at, CancellationToken cancellationToken) =>
        AroundAsync(nameof(TerminateAsync), () => inner.TerminateAsync(instanceId, reason, at, cancellationToken));

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) =>
        AroundAsync(nameof(PurgeAsync), () => inner.PurgeAsync(instanceId, cancellationToken));

    public IReadOnlyList<InboxMessage> ReadInbox(long afterId) => Around(nameof(ReadInbox), () => inner.ReadInbox(afterId));

    public IReadOnlyList<InstanceRecord> ListUnfinished() => Around(nameof(ListUnfinished), inner.ListUnfinished);

    public IReadOnlyList<HistoryEvent> LoadHistory(long key) => Around(nameof(LoadHistory), () => inner.LoadHistory(key));

    public InstanceRecord? Find(string instanceId) => Around(nameof(Find), () => inner.Find(instanceId));

    // For outsiders: the engine decides nothing by it.
    public IReadOnlyList<OrchestrationState> List(string prefix, string? afterId, int countMax) => inner.List(prefix, afterId, countMax);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> AroundAsync<T>(string operation, Func<Task<T>> run)
    {
        var isPoint = Count(operation);
        if (isPoint && point!.Side == CrashSide.Before) throw Crash();
        var result = await run();
        if (isPoint) throw Crash();
        return result;
    }

    private T Around<T>(string operation, Func<T> run)
    {
        var isPoint = Count(operation);
        if (isPoint && point!.Side == CrashSide.Before) throw Crash();
        var result = run();
        return isPoint ? throw Crash() : result;
    }

    private bool Count(string operation)
    {
        lock (_gate)
        {
            if (_crashed.Task.IsCompleted) throw Crash();
            var count = _counts[operation] = _counts.GetValueOrDefault(operation) + 1;
            return point?.Operation == operation && point.Occurrence == count;
        }
    }

    private Exception Crash()
    {
        _crashed.TrySetResult();
        return MakeError(new CrashException(point!));
    }
}
