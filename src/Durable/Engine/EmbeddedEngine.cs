namespace FunctionsPipeline.Durable.Engine;

/// <summary>
/// Runs orchestrations in this process, on a folder that it owns. A step that has completed is on disk before anyone sees its
/// result; after a crash at any instant, the next engine on the same folder goes on from there.
/// </summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class EmbeddedEngine : IOrchestrationClient, IAsyncDisposable
{
    private readonly HomeLock _home;
    private readonly IHistoryStore _store;
    private readonly EngineRuntime _runtime;
    private readonly StoreClient _client;
    private readonly CompletionSignals _completions = new();
    private readonly Lock _gate = new();
    private Task? _closing;

    private EmbeddedEngine(EngineOptions options, OrchestrationRegistry registry, HomeLock home, IHistoryStore store)
    {
        _home = home;
        _store = store;
        _runtime = new EngineRuntime(store, registry, options, _completions);
        _client = new StoreClient(store);
    }

    /// <summary>Takes the home folder and opens its database. Nothing runs before <see cref="StartAsync"/>.</summary>
    /// <exception cref="HomeInUseException">Another process runs this home.</exception>
    /// <exception cref="FunctionsPipeline.Sqlite.SqliteFileException">The database cannot be used; nothing was changed.</exception>
    public static EmbeddedEngine Open(EngineOptions options, OrchestrationRegistry registry) =>
        Open(options, registry, SqliteHistoryStore.Open);

    internal static EmbeddedEngine Open(EngineOptions options, OrchestrationRegistry registry, Func<string, IHistoryStore> openStore)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ActivityConcurrencyMax, 1);
        var home = HomeLock.Acquire(options.Home, options.TimeProvider);
        try
        {
            return new EmbeddedEngine(options, registry, home, openStore(options.DatabasePath));
        }
        catch
        {
            home.Dispose();
            throw;
        }
    }

    /// <summary>Takes up unfinished instances and runs them, and what is scheduled from now on.</summary>
    /// <param name="include">Asked with the id of each top-level instance; null takes up all. Sub-orchestrations go with theirs.</param>
    /// <param name="cancellationToken">Not looked at once instances run.</param>
    /// <exception cref="InvalidOperationException">It was started or stopped before.</exception>
    public Task StartAsync(Func<string, bool>? include = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _runtime.Start(include), cancellationToken);

    /// <summary>Stops. What is not finished goes on at the next start.</summary>
    /// <param name="drain">
    /// True: activities under way end and their results are recorded. False: they are asked to give up, nothing waits for them,
    /// and they run again at the next start. Such a stop also cuts short one that drains.
    /// </param>
    public async Task StopAsync(bool drain)
    {
        if (drain) await _runtime.DrainAsync();
        Task closing;
        lock (_gate) closing = _closing ??= CloseAsync();
        await closing;
    }

    /// <summary>Completes when no turn and no activity is under way: whatever has not ended waits for a timer or for an event.</summary>
    public Task WhenIdleAsync() => _runtime.WhenIdleAsync();

    /// <summary>The history of the current execution, for people and for frozen history files; null when there is no such instance.</summary>
    public InstanceHistory? ReadHistory(string instanceId) => _client.ReadHistory(instanceId);

    /// <inheritdoc/>
    /// <exception cref="PayloadTooLargeException">The input is over <see cref="Limits.PayloadBytesMax"/>.</exception>
    /// <exception cref="InvalidOperationException">The orchestrator is not registered.</exception>
    public async Task<bool> ScheduleAsync<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string instanceId, CancellationToken cancellationToken)
    {
        ThrowIfStopped();
        if (!_runtime.Registry.Orchestrators.ContainsKey(orchestrator.Name))
        {
            throw new InvalidOperationException($"Orchestrator '{orchestrator.Name}' is not registered.");
        }

        var instance = new NewInstance(
            instanceId, orchestrator.Name, Payload.Write(input, $"input of orchestrator '{orchestrator.Name}'"), _runtime.UtcNow);
        if (await _store.CreateAsync(instance, cancellationToken) is not { } key) return false;
        _runtime.StartNew(EngineRuntime.NewRecord(instance, key, parent: null, instanceId));
        return true;
    }

    /// <inheritdoc/>
    public Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult(_client.Get(instanceId));

    /// <inheritdoc/>
    public IAsyncEnumerable<OrchestrationState> ListAsync(string instanceIdPrefix, CancellationToken cancellationToken) =>
        _client.List(instanceIdPrefix, cancellationToken).ToAsyncEnumerable();

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
    public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        ThrowIfStopped();
        return _runtime.TerminateAsync(instanceId, reason, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken) => _store.PurgeAsync(instanceId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such instance.</exception>
    /// <exception cref="EngineStoppedException">The engine has stopped before the instance ended.</exception>
    public async Task<OrchestrationState> WaitForCompletionAsync(string instanceId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = _completions.WhenSignalled(instanceId);
            if (_client.GetExisting(instanceId) is { IsEnded: true } state) return state;
            await signal.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops without draining.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(drain: false);

    private async Task CloseAsync()
    {
        await _runtime.StopAsync();
        _runtime.Dispose();
        await _store.DisposeAsync();
        _home.Dispose();
        _completions.Fail(new EngineStoppedException("The durable engine was stopped before the instance ended. It goes on at the next start.", null));
    }

    private async Task<bool> SendAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        ThrowIfStopped();
        if (!await _store.AddToInboxAsync(message, cancellationToken)) return false;
        _runtime.Inbox.Read();
        return true;
    }

    private void ThrowIfStopped()
    {
        if (_completions.Failure is { } failure) throw new EngineStoppedException(failure.Message, failure.InnerException);
    }
}

/// <summary>The engine does not run any more, by request or because it could not save.</summary>
public sealed class EngineStoppedException(string message, Exception? innerException) : Exception(message, innerException);
