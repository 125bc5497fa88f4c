namespace FunctionsPipeline.Durable.Engine;

/// <summary>
/// Looks into a home folder and steers its instances from a process that does not own it. Reads see what the owner has
/// committed. Raise, suspend, resume and terminate are left in the inbox: a running owner acts on them within about
/// <see cref="EngineOptions.InboxPollInterval"/>; without one they take effect at the next start.
/// </summary>
/// <remarks>Safe for several threads. A home that does not exist has no instances.</remarks>
public sealed class EmbeddedClient(string home, TimeProvider time) : IOrchestrationClient, IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private SqliteHistoryStore? _store;

    /// <summary>Refused: only the owner of a home starts instances.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<bool> ScheduleAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string instanceId, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"Only the process that owns '{home}' starts instances. Open an {nameof(EmbeddedEngine)}.");

    /// <inheritdoc/>
    public Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Client?.Get(instanceId));

    /// <inheritdoc/>
    public IAsyncEnumerable<OrchestrationState> ListAsync(string instanceIdPrefix, CancellationToken cancellationToken) =>
        (Client?.List(instanceIdPrefix, cancellationToken) ?? []).ToAsyncEnumerable();

    /// <summary>The history of the current execution; null when there is no such instance.</summary>
    public InstanceHistory? ReadHistory(string instanceId) => Client?.ReadHistory(instanceId);

    /// <inheritdoc/>
    /// <exception cref="PayloadTooLargeException">The payload is over <see cref="Limits.PayloadBytesMax"/>.</exception>
    public Task<bool> RaiseEventAsync(string instanceId, string eventName, object? payload, CancellationToken cancellationToken) =>
        SendAsync(StoreClient.Event(instanceId, eventName, payload), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
        SendAsync(new InboxMessage(0, instanceId, InboxKind.Suspend, reason, null), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ResumeAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
        SendAsync(new InboxMessage(0, instanceId, InboxKind.Resume, reason, null), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
        SendAsync(new InboxMessage(0, instanceId, InboxKind.Terminate, reason, null), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) =>
        Store is { } store ? store.PurgeAsync(instanceId, cancellationToken) : Task.FromResult(false);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such instance.</exception>
    public async Task<OrchestrationState> WaitForCompletionAsync(string instanceId, CancellationToken cancellationToken)
    {
        var client = Client ?? throw new KeyNotFoundException($"There is no instance '{instanceId}'.");
        while (true)
        {
            if (client.GetExisting(instanceId) is { IsEnded: true } state) return state;
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>Closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
    }

    private StoreClient? Client => Store is { } store ? new StoreClient(store) : null;

    /// <summary>Opened when it is first needed and there: the owner may make it after this client.</summary>
    private SqliteHistoryStore? Store
    {
        get
        {
            lock (_gate) return _store ??= SqliteHistoryStore.OpenExisting(Path.Combine(home, EngineOptions.DatabaseFile));
        }
    }

    private Task<bool> SendAsync(InboxMessage message, CancellationToken cancellationToken) =>
        Store is { } store ? store.AddToInboxAsync(message, cancellationToken) : Task.FromResult(false);
}
