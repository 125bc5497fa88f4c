using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.State.Ledger;

/// <summary>
/// The record of paid calls: what is held, what was spent, what nobody can tell. New calls enter through <see cref="PaidCallDoor"/>;
/// this is where their ends are written. Every write may be repeated.
/// </summary>
/// <remarks>Safe for several threads. One per process and store, shared with the door, so that their writes are put together.</remarks>
public sealed partial class Ledger(ITableStore tables, TimeProvider clock, ILogger<Ledger> logger)
{
    private readonly ConcurrentDictionary<string, LedgerPartition> _partitions = new(StringComparer.Ordinal);

    /// <summary>The call is over and its price known.</summary>
    /// <param name="callId">An accepted call, or an unknown one that has a request id.</param>
    /// <param name="chargedTicks">The price, ticks; 0 when it cost nothing.</param>
    /// <param name="cancellationToken">Looked at before the write.</param>
    /// <exception cref="LedgerStateException">No such call, not accepted, or already ended with another price.</exception>
    public Task<LedgerEntry> SettleAsync(string callId, long chargedTicks, CancellationToken cancellationToken) =>
        EndAsync(callId, PaidCallState.Settled, chargedTicks, (row, now) => row.Settled(chargedTicks, now), cancellationToken);

    /// <summary>The call was accepted and ended without a result.</summary>
    /// <param name="callId">An accepted call, or an unknown one that has a request id.</param>
    /// <param name="code">Stable code of the failure.</param>
    /// <param name="message">The failure in words, without secrets.</param>
    /// <param name="chargedTicks">What it cost all the same, ticks.</param>
    /// <param name="cancellationToken">Looked at before the write.</param>
    /// <exception cref="LedgerStateException">No such call, not accepted, or already ended with another price.</exception>
    public Task<LedgerEntry> FailAsync(string callId, string code, string message, long chargedTicks, CancellationToken cancellationToken) =>
        EndAsync(callId, PaidCallState.Failed, chargedTicks, (row, now) => row.Failed(code, message, chargedTicks, now), cancellationToken);

    /// <summary>The call was accepted but its end was never seen. The money stays held; the request id stays known.</summary>
    /// <exception cref="LedgerStateException">No such call, not yet accepted, or already ended.</exception>
    public Task<LedgerEntry> MarkUnknownAsync(string callId, string code, string message, CancellationToken cancellationToken) =>
        ChangeAsync(
            callId,
            (row, now) => row.State switch
            {
                PaidCallState.Unknown => row,
                PaidCallState.Accepted => row.Unknown(code, message, now),
                _ => throw new LedgerStateException(callId, row.State, "only an accepted call becomes unknown."),
            },
            cancellationToken);

    /// <summary>A reserved call will not be sent: its money is free again.</summary>
    /// <exception cref="LedgerStateException">No such call, or it may have been sent.</exception>
    public Task<LedgerEntry> ReleaseAsync(string callId, string code, string message, CancellationToken cancellationToken) =>
        ChangeAsync(
            callId,
            (row, now) => row.State switch
            {
                PaidCallState.Failed when row.ChargedTicks == 0 => row,
                PaidCallState.Reserved => row.Failed(code, message, 0, now),
                _ => throw new LedgerStateException(callId, row.State, "only a reserved call can be released."),
            },
            cancellationToken);

    /// <summary>Writes down what a person found out about an unknown call.</summary>
    /// <exception cref="LedgerStateException">No such call, it is not unknown, or it was resolved otherwise.</exception>
    public Task<LedgerEntry> ResolveAsync(string callId, LedgerResolution resolution, CancellationToken cancellationToken)
    {
        var (state, ticks, requestId) = resolution switch
        {
            LedgerResolution.Charged charged => (PaidCallState.Settled, NotNegative(charged.Ticks), charged.RequestId),
            _ => (PaidCallState.Failed, 0L, null),
        };
        return ChangeAsync(
            callId,
            (row, now) =>
            {
                if (row.State == state && row.ChargedTicks == ticks) return row;
                if (row.State != PaidCallState.Unknown) throw new LedgerStateException(callId, row.State, "only an unknown call is resolved.");
                return state == PaidCallState.Settled
                    ? row.Settled(ticks, now) with { RequestId = requestId ?? row.RequestId, Code = "resolved_charged" }
                    : row.Failed("resolved_not_charged", "The provider's bill does not show it.", 0, now);
            },
            cancellationToken);
    }

    /// <summary>One call, or null.</summary>
    /// <exception cref="ArgumentException">The text is no call id.</exception>
    public async Task<LedgerEntry?> GetAsync(string callId, CancellationToken cancellationToken) =>
        (await ReadAsync(callId, cancellationToken))?.ToEntry();

    /// <summary>Calls of a project, or of one run, in the order of run, item and step, streamed.</summary>
    /// <param name="project">Project.</param>
    /// <param name="run">Only this run; null for all.</param>
    /// <param name="states">Only these states; null for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<LedgerEntry> ListAsync(
        string project, RunId? run, IReadOnlyCollection<PaidCallState>? states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = run is { } id ? LedgerKeys.CallsOf(id) : LedgerKeys.AllCalls;
        await foreach (var row in tables.QueryAsync(LedgerKeys.Table, LedgerKeys.Partition(project), range, cancellationToken))
        {
            var call = CallRowStorage.Call(row);
            if (states is null || states.Contains(call.State)) yield return call.ToEntry();
        }
    }

    /// <summary>The sums of a run, from one row: cheap enough for a progress line.</summary>
    public async Task<LedgerTotals> GetTotalsAsync(string project, RunId run, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(
            LedgerKeys.Table, LedgerKeys.Partition(project), LedgerKeys.CapRowKey(LedgerKeys.RunScope(run)), cancellationToken);
        if (row is null) return new LedgerTotals(0, 0, 0);
        var cap = CallRowStorage.Cap(row);
        return new LedgerTotals(cap.HeldTicks, cap.SpentTicks, cap.UnknownCount);
    }

    /// <summary>Every cap of a project, streamed.</summary>
    public async IAsyncEnumerable<CapStatus> ListCapsAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(LedgerKeys.Table, LedgerKeys.Partition(project), LedgerKeys.AllCaps, cancellationToken))
        {
            var cap = CallRowStorage.Cap(row);
            yield return new CapStatus(cap.Scope, cap.HeldTicks, cap.SpentTicks, cap.UnknownCount, cap.LimitTicks);
        }
    }

    internal Task<CallRow?> ReadAsync(string callId, CancellationToken cancellationToken) => Partition(callId).ReadAsync(callId, cancellationToken);

    /// <inheritdoc cref="LedgerPartition.ChangeAsync"/>
    internal Task<CallRow?> ChangeAsync(
        string callId, CallRow? known, IReadOnlyList<string> scopes, Func<CallRow?, LedgerBatch, CallRow?> decide) =>
        Partition(callId).ChangeAsync(callId, known, scopes, decide);

    private async Task<LedgerEntry> EndAsync(
        string callId, PaidCallState end, long chargedTicks, Func<CallRow, DateTimeOffset, CallRow> next, CancellationToken cancellationToken)
    {
        NotNegative(chargedTicks);
        var entry = await ChangeAsync(
            callId,
            (row, now) =>
            {
                if (row.State == end && row.ChargedTicks == chargedTicks) return row;
                if (row.HasEnded) throw new LedgerStateException(callId, row.State, $"it ended at {UsdTicks.Format(row.ChargedTicks)} before, not at {UsdTicks.Format(chargedTicks)}.");
                var wasAccepted = row.State == PaidCallState.Accepted || (row.State == PaidCallState.Unknown && row.RequestId is not null);
                return wasAccepted ? next(row, now) : throw new LedgerStateException(callId, row.State, "only an accepted call can end.");
            },
            cancellationToken);
        if (chargedTicks > entry.WorstTicks) LogOvercharge(entry.CallId, UsdTicks.Format(chargedTicks), UsdTicks.Format(entry.WorstTicks));
        return entry;
    }

    private async Task<LedgerEntry> ChangeAsync(string callId, Func<CallRow, DateTimeOffset, CallRow> next, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(callId, cancellationToken) ?? throw new LedgerStateException(callId, null, "check the id with 'ledger list'.");
        cancellationToken.ThrowIfCancellationRequested();
        var row = await ChangeAsync(callId, known, known.Scopes, (current, _) => next(current!, clock.GetUtcNow()));
        return row!.ToEntry();
    }

    private LedgerPartition Partition(string callId) =>
        _partitions.GetOrAdd(LedgerKeys.Address(callId).Partition, static (name, store) => new LedgerPartition(store, name), tables);

    private static long NotNegative(long ticks) =>
        ticks >= 0 ? ticks : throw new ArgumentOutOfRangeException(nameof(ticks), ticks, "A price is not negative.");

    [LoggerMessage(Level = LogLevel.Error, Message = "Paid call {CallId} cost {Charged}, more than the {Worst} held for it. The caps count the real amount; correct the price file.")]
    private partial void LogOvercharge(string callId, string charged, string worst);
}
