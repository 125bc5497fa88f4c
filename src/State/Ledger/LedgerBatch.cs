using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Ledger;

/// <summary>Several changes of calls and caps, decided one after the other, written as one batch.</summary>
internal sealed class LedgerBatch(IReadOnlyDictionary<string, CapRow> caps, bool capsAreFresh)
{
    private readonly Dictionary<string, CapRow> _changedCaps = new(StringComparer.Ordinal);
    private readonly List<string> _dirtyCaps = [];
    private readonly List<(LedgerChange Change, CallRow Row)> _written = [];
    private readonly List<(LedgerChange Change, CallRow? Row)> _left = [];
    private readonly List<(LedgerChange Change, Exception Error)> _refused = [];

    /// <summary>A refusal was decided on remembered caps. They may have been eased by somebody else since.</summary>
    public bool NeedsFreshCaps { get; private set; }

    /// <summary>The first cap that would be passed by <paramref name="neededTicks"/> more, or null.</summary>
    public PaidCallResult.BudgetStopped? FirstCapPassed(IReadOnlyList<BudgetCap> limits, long neededTicks)
    {
        foreach (var limit in limits)
        {
            var cap = Cap(limit.Scope);
            var taken = (Int128)cap.HeldTicks + cap.SpentTicks;
            if (limit.LimitTicks is not { } limitTicks || taken + neededTicks <= limitTicks) continue;
            NeedsFreshCaps |= !capsAreFresh;
            return new PaidCallResult.BudgetStopped(limit.Scope, limitTicks, (long)Int128.Min(taken, long.MaxValue), neededTicks);
        }

        return null;
    }

    /// <summary>Notes the limits that now apply, for reports.</summary>
    public void SeeLimits(IReadOnlyList<BudgetCap> limits)
    {
        foreach (var limit in limits) _changedCaps[limit.Scope] = Cap(limit.Scope) with { LimitTicks = limit.LimitTicks };
    }

    /// <summary>Decides one change; its caps are those left by the changes before it.</summary>
    public void Apply(LedgerChange change)
    {
        try
        {
            var after = change.Decide(change.Known, this);
            if (after is null || ReferenceEquals(change.Known, after)) _left.Add((change, after));
            else Write(change, after);
        }
        catch (Exception error) when (error is LedgerStateException or OverflowException)
        {
            _refused.Add((change, error));
        }
    }

    public IReadOnlyList<TableOperation> Operations() =>
    [
        .. _written.Select(written => Operation(LedgerKeys.Address(written.Row.CallId).RowKey, CallRowStorage.Properties(written.Row), written.Row.ETag)),
        .. _dirtyCaps.Select(scope => Operation(LedgerKeys.CapRowKey(scope), CallRowStorage.Properties(Cap(scope)), Cap(scope).ETag)),
    ];

    /// <summary>The batch is written: hands every caller its row and remembers the caps in their new version.</summary>
    public void Complete(IReadOnlyList<string> etags, Dictionary<string, CapRow> rememberedCaps)
    {
        var next = _written.Count;
        foreach (var scope in _dirtyCaps) rememberedCaps[scope] = Cap(scope) with { ETag = etags[next++] };
        for (var index = 0; index < _written.Count; index++) _written[index].Change.Complete(_written[index].Row with { ETag = etags[index] });
        foreach (var (change, row) in _left) change.Complete(row);
        foreach (var (change, error) in _refused) change.Fail(error);
    }

    private CapRow Cap(string scope) => _changedCaps.TryGetValue(scope, out var cap) ? cap : caps[scope];

    private static TableOperation Operation(string rowKey, Dictionary<string, object> properties, string? etag) =>
        etag is null ? TableOperation.Insert(rowKey, properties) : TableOperation.Replace(rowKey, properties, etag);

    private void Write(LedgerChange change, CallRow after)
    {
        // Steps that move no money leave the caps alone: fewer rows, and no conflict with other hosts.
        var before = change.Known;
        if (before is null || before.HeldTicks != after.HeldTicks || before.SpentTicks != after.SpentTicks || before.UnknownCount != after.UnknownCount)
        {
            foreach (var cap in after.Scopes.Select(scope => Cap(scope).After(before, after)).ToList())
            {
                _changedCaps[cap.Scope] = cap;
                if (!_dirtyCaps.Contains(cap.Scope)) _dirtyCaps.Add(cap.Scope);
            }
        }

        _written.Add((change, after));
    }
}
