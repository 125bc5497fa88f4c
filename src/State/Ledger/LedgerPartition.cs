using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Ledger;

/// <summary>
/// Writes the ledger of one project. Every change is a call row and its caps in one conditional batch. Callers that come while
/// a batch is under way are put together into the next one: a thousand of them do not fight over the versions of one cap.
/// The versions stay the truth, so other processes may write too.
/// </summary>
internal sealed class LedgerPartition(ITableStore tables, string partition)
{
    // Every conflict means that another writer got through; this many in a row is no bad luck any more.
    private const int ConflictsMax = 1000;

    // A bound on memory, for a host that lives through thousands of runs.
    private const int CachedCapsMax = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<LedgerChange> _waiting = new();
    private readonly Dictionary<string, CapRow> _caps = new(StringComparer.Ordinal);
    private bool _isDraining;

    /// <summary>
    /// Changes one call. <paramref name="decide"/> gets the row as it is and returns the next one, or the same to leave it. It may run
    /// several times, and its exceptions go to the caller.
    /// </summary>
    /// <param name="callId">The call.</param>
    /// <param name="known">The row as last read, or null when there was none.</param>
    /// <param name="scopes">Scopes of the caps that count the call.</param>
    /// <param name="decide">A pure function of the row and the caps.</param>
    /// <returns>The row as stored.</returns>
    /// <remarks>Cannot be cancelled: once begun, the caller must learn what was written.</remarks>
    public Task<CallRow?> ChangeAsync(
        string callId, CallRow? known, IReadOnlyList<string> scopes, Func<CallRow?, LedgerBatch, CallRow?> decide)
    {
        var change = new LedgerChange(callId, known, scopes, decide);
        lock (_gate)
        {
            _waiting.Enqueue(change);
            if (_isDraining) return change.Task;
            _isDraining = true;
        }

        // Nobody waits for it, and it does not fail: every caller gets the failure of its own batch.
        _ = DrainAsync();
        return change.Task;
    }

    /// <summary>Reads one call.</summary>
    public async Task<CallRow?> ReadAsync(string callId, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(LedgerKeys.Table, partition, LedgerKeys.Address(callId).RowKey, cancellationToken);
        return row is null ? null : CallRowStorage.Call(row);
    }

    private async Task DrainAsync()
    {
        while (TakeBatch() is { } changes) await CommitAsync(changes);
    }

    /// <summary>As many waiting changes as fit into one batch of the store; null when none waits.</summary>
    private List<LedgerChange>? TakeBatch()
    {
        lock (_gate)
        {
            var changes = new List<LedgerChange>();
            var rows = new HashSet<string>(StringComparer.Ordinal);

            // A call stands in a batch once, so that its version tells what a decision was made on.
            while (_waiting.TryPeek(out var change) && rows.Add(change.CallId))
            {
                foreach (var scope in change.Scopes) rows.Add(scope);
                if (rows.Count > TableLimits.BatchOperationsMax && changes.Count > 0) break;
                changes.Add(_waiting.Dequeue());
            }

            _isDraining = changes.Count > 0;
            return _isDraining ? changes : null;
        }
    }

    private async Task CommitAsync(List<LedgerChange> changes)
    {
        try
        {
            for (var conflicts = 0; !await TryCommitAsync(changes, readAnew: conflicts > 0); conflicts++)
            {
                if (conflicts == ConflictsMax) throw new InvalidOperationException($"The ledger of project '{partition}' is written by too many others at once.");
            }
        }
        catch (Exception error)
        {
            // Nobody knows what of it was written: all that wait are told, and the next batch reads anew.
            _caps.Clear();
            foreach (var change in changes) change.Fail(error);
        }
    }

    /// <summary>False when the rows were not as thought: read anew and decide again.</summary>
    private async Task<bool> TryCommitAsync(List<LedgerChange> changes, bool readAnew)
    {
        if (readAnew) await Task.WhenAll(changes.Select(ReadAnewAsync));
        await ReadCapsAsync(changes, readAnew);

        var batch = new LedgerBatch(_caps, capsAreFresh: readAnew);
        foreach (var change in changes) batch.Apply(change);
        if (batch.NeedsFreshCaps) return false;
        try
        {
            var operations = batch.Operations();
            var etags = operations.Count == 0 ? [] : await tables.WriteAsync(LedgerKeys.Table, partition, operations, CancellationToken.None);
            batch.Complete(etags, _caps);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }

    private async Task ReadAnewAsync(LedgerChange change) => change.Known = await ReadAsync(change.CallId, CancellationToken.None);

    private async Task ReadCapsAsync(List<LedgerChange> changes, bool readAnew)
    {
        if (_caps.Count > CachedCapsMax) _caps.Clear();
        var scopes = changes.SelectMany(change => change.Scopes).Distinct(StringComparer.Ordinal).Where(scope => readAnew || !_caps.ContainsKey(scope));
        foreach (var cap in await Task.WhenAll(scopes.Select(ReadCapAsync))) _caps[cap.Scope] = cap;
    }

    private async Task<CapRow> ReadCapAsync(string scope)
    {
        var row = await tables.GetAsync(LedgerKeys.Table, partition, LedgerKeys.CapRowKey(scope), CancellationToken.None);
        return row is null ? new CapRow(scope, 0, 0, 0, null, null) : CallRowStorage.Cap(row);
    }
}

/// <summary>One caller's change, waiting to be written.</summary>
internal sealed class LedgerChange(
    string callId, CallRow? known, IReadOnlyList<string> scopes, Func<CallRow?, LedgerBatch, CallRow?> decide)
{
    private readonly TaskCompletionSource<CallRow?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string CallId { get; } = callId;

    public CallRow? Known { get; set; } = known;

    public IReadOnlyList<string> Scopes { get; } = scopes;

    public Func<CallRow?, LedgerBatch, CallRow?> Decide { get; } = decide;

    public Task<CallRow?> Task => _done.Task;

    public void Complete(CallRow? row) => _done.SetResult(row);

    public void Fail(Exception error) => _done.TrySetException(error);
}
