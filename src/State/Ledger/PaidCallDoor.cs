using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.State.Ledger;

/// <summary>
/// The one door through which money leaves. Holds the worst price, writes down that it is about to send, sends, and writes down
/// the request id before anything else. After a crash the row decides what happens, never the caller's history.
/// </summary>
/// <remarks>Safe for several threads. One per process life.</remarks>
public sealed partial class PaidCallDoor(Ledger ledger, PaidCallDoorOptions options, TimeProvider clock, ILogger<PaidCallDoor> logger)
{
    // For a provider that could not say yet whether it has the call.
    private static readonly TimeSpan UndecidedWait = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> _inFlight = new(StringComparer.Ordinal);

    // Request ids that the store failed to take: what this process knows and no row does.
    private readonly ConcurrentDictionary<string, string> _unsaved = new(StringComparer.Ordinal);

    /// <summary>Buys once. Call it again with the same intent as often as you like: an accepted call is not sent again.</summary>
    /// <param name="intent">What to buy.</param>
    /// <param name="submitter">Sends it.</param>
    /// <param name="cancellationToken">
    /// Stops before the send, or ends waiting for the reply, which leaves an unsure call. What was learnt is written in any case.
    /// </param>
    /// <exception cref="ArgumentException">The intent is not complete.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the row says how far it came.</exception>
    public async Task<PaidCallResult> SubmitAsync(PaidCallIntent intent, IPaidSubmitter submitter, CancellationToken cancellationToken)
    {
        PaidCallIntentRules.Check(intent);
        var callId = LedgerKeys.CallId(intent);
        if (!_inFlight.TryAdd(callId, true)) return BeingSent(callId, options.LeaseDuration);
        try
        {
            var row = await ledger.ReadAsync(callId, cancellationToken);
            if (row is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (intent.WorstTicks is not { } worstTicks) return PriceUnknown(intent);
                (row, var refusal) = await ReserveAsync(callId, intent, worstTicks);
                if (row is null) return refusal!;
            }

            if (!string.Equals(row.InputHash, intent.InputHash, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Paid call '{callId}' is in the ledger for another input. Nothing was sent.");
            }

            if (_unsaved.TryGetValue(callId, out var requestId)) row = await AcceptAsync(row, requestId);
            return await ProceedAsync(row, submitter, cancellationToken);
        }
        finally
        {
            _inFlight.TryRemove(callId, out _);
        }
    }

    /// <summary>
    /// Ends a call that nobody will submit again, as a cancelled run does: a reserved one is released, one that may have been sent becomes
    /// unknown, all others stay as they are.
    /// </summary>
    /// <returns>The entry as it is now. Still <see cref="PaidCallState.Submitting"/> when a live sender has it.</returns>
    public async Task<LedgerEntry> AbandonAsync(string callId, string code, string message, CancellationToken cancellationToken)
    {
        var known = await ledger.ReadAsync(callId, cancellationToken)
            ?? throw new LedgerStateException(callId, null, "check the id with 'ledger list'.");
        cancellationToken.ThrowIfCancellationRequested();
        var row = await ledger.ChangeAsync(callId, known, known.Scopes, (current, _) => current!.State switch
        {
            PaidCallState.Reserved => current.Failed(code, message, 0, clock.GetUtcNow()),
            PaidCallState.Submitting when !_inFlight.ContainsKey(callId) && !IsBeingSentElsewhere(current) =>
                current.Unknown(code, message, clock.GetUtcNow()),
            _ => current,
        });
        return row!.ToEntry();
    }

    private async Task<(CallRow? Row, PaidCallResult.BudgetStopped? Refusal)> ReserveAsync(string callId, PaidCallIntent intent, long worstTicks)
    {
        // The run is always counted, limited or not: its totals then are one row.
        var scopes = intent.Caps.Select(cap => cap.Scope).Append(LedgerKeys.RunScope(intent.RunId)).Distinct(StringComparer.Ordinal).ToList();
        PaidCallResult.BudgetStopped? refusal = null;
        var row = await ledger.ChangeAsync(callId, null, scopes, (current, batch) =>
        {
            refusal = null;
            if (current is not null) return current;
            refusal = batch.FirstCapPassed(intent.Caps, worstTicks);
            if (refusal is not null) return null;
            batch.SeeLimits(intent.Caps);
            return CallRow.Reserve(callId, intent, worstTicks, scopes, clock.GetUtcNow());
        });
        return (row, refusal);
    }

    private async Task<PaidCallResult> ProceedAsync(CallRow row, IPaidSubmitter submitter, CancellationToken cancellationToken)
    {
        var attemptsBefore = row.Attempts;
        while (true)
        {
            if (AsResult(row) is { } result) return result;
            if (IsBeingSentElsewhere(row)) return BeingSent(row.CallId, row.LeaseUntil!.Value - clock.GetUtcNow());
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Attempts - attemptsBefore >= options.SendsPerSubmit) return Undecided(row);
            (row, var answer) = row.State == PaidCallState.Reserved
                ? await SendAsync(row, isDoubtful: false, submitter, cancellationToken)
                : await RecoverAsync(row, submitter, cancellationToken);
            if (answer is not null) return answer;
        }
    }

    /// <summary>A submitting row without a live sender: the provider may have accepted it. The class says how to find out.</summary>
    private async Task<(CallRow Row, PaidCallResult? Answer)> RecoverAsync(CallRow row, IPaidSubmitter submitter, CancellationToken cancellationToken)
    {
        if (row.Class == ProviderClass.N || row.UnsureCount >= options.UnsureSendsMax)
        {
            // The provider cannot be asked, but a reply that was kept before the row could be written proves that it accepted.
            if (await submitter.LookUpAsync(ReservationOf(row), cancellationToken) is LookUpReply.Found kept) return (await AcceptAsync(row, kept.RequestId), null);
            return (await MarkUnknownAsync(row, row.Code ?? "submit_interrupted", row.Message ?? "The program ended while it was sending."), null);
        }

        if (row.Class == ProviderClass.K) return await SendAsync(row, isDoubtful: true, submitter, cancellationToken);
        var onTheWire = row.UpdatedAt + options.LookUpDelay - clock.GetUtcNow();
        if (onTheWire > TimeSpan.Zero) return (row, Undecided(row, wait: onTheWire < options.LookUpDelay ? onTheWire : options.LookUpDelay));
        return await submitter.LookUpAsync(ReservationOf(row), cancellationToken) switch
        {
            LookUpReply.Found found => (await AcceptAsync(row, found.RequestId), null),
            LookUpReply.Unavailable unavailable => (row, Undecided(row, unavailable.Code, unavailable.Message, unavailable.RetryAfter)),
            _ => await SendAsync(row, isDoubtful: false, submitter, cancellationToken),
        };
    }

    private async Task<(CallRow Row, PaidCallResult? Answer)> SendAsync(
        CallRow row, bool isDoubtful, IPaidSubmitter submitter, CancellationToken cancellationToken)
    {
        var (leased, isOurs) = await ChangeIfUnchangedAsync(
            row, (current, now) => current.Submitting(options.Owner, now + options.LeaseDuration, isDoubtful, now));
        if (!isOurs) return (leased, null);
        return await SubmitOnceAsync(leased, submitter, cancellationToken) switch
        {
            SubmitReply.Accepted accepted => (await AcceptAsync(leased, accepted.RequestId), null),
            SubmitReply.NotAccepted refused => await RefuseAsync(leased, refused),
            SubmitReply.Unsure unsure when leased.Class == ProviderClass.N => (await MarkUnknownAsync(leased, unsure.Code, unsure.Message), null),
            SubmitReply.Unsure unsure => ((await ChangeIfUnchangedAsync(
                leased, (current, now) => current.Unsure(unsure.Code, unsure.Message, now))).Row, null),
            var other => throw new InvalidOperationException($"A submitter gave the unknown reply {other.GetType().Name}."),
        };
    }

    private async Task<SubmitReply> SubmitOnceAsync(CallRow row, IPaidSubmitter submitter, CancellationToken cancellationToken)
    {
        // Given up before the lease ends, so that nobody takes over a call that is still on the wire.
        using var deadline = new CancellationTokenSource(options.LeaseDuration * 0.75, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await submitter.SubmitAsync(ReservationOf(row), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return cancellationToken.IsCancellationRequested
                ? new SubmitReply.Unsure("submit_cancelled", "Cancelled while the reply was awaited.")
                : new SubmitReply.Unsure("submit_timeout", "No reply came in time.");
        }
        catch (Exception error)
        {
            // Whatever it was, the request may have left: only the row may say what comes next.
            LogSubmitterFailed(row.CallId, error);
            return new SubmitReply.Unsure("submitter_failed", $"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task<(CallRow Row, PaidCallResult? Answer)> RefuseAsync(CallRow leased, SubmitReply.NotAccepted refused)
    {
        if (!refused.IsRetryable && leased.IsDoubtful) return (await MarkUnknownAsync(leased, refused.Code, refused.Message), null);
        var (row, isOurs) = await ChangeIfUnchangedAsync(leased, (current, now) => refused.IsRetryable
            ? current.NotAccepted(refused.Code, refused.Message, now)
            : current.Failed(refused.Code, refused.Message, 0, now));
        return (row, isOurs ? new PaidCallResult.NotAccepted(row.CallId, refused.Code, refused.Message, refused.IsRetryable, refused.RetryAfter) : null);
    }

    /// <summary>The provider has it: written whatever the row says meanwhile, and never cancelled.</summary>
    private async Task<CallRow> AcceptAsync(CallRow row, string requestId)
    {
        CallRow accepted;
        try
        {
            accepted = (await ledger.ChangeAsync(row.CallId, row, row.Scopes, (current, _) =>
                current!.HasEnded || current.State == PaidCallState.Accepted ? current : current.Accepted(requestId, clock.GetUtcNow())))!;
        }
        catch (Exception error)
        {
            // The one fact that nobody else knows: it must at least stand in the log, and is saved when the same intent comes again.
            _unsaved[row.CallId] = requestId;
            LogAcceptedNotSaved(row.CallId, requestId, error);
            throw;
        }

        _unsaved.TryRemove(row.CallId, out _);
        if (!string.Equals(accepted.RequestId, requestId, StringComparison.Ordinal)) LogSecondRequest(row.CallId, requestId, accepted.State, accepted.RequestId);
        return accepted;
    }

    private async Task<CallRow> MarkUnknownAsync(CallRow row, string code, string message)
    {
        var (current, isOurs) = await ChangeIfUnchangedAsync(row, (current, now) => current.Unknown(code, message, now));
        if (isOurs) LogUnknown(row.CallId, code, UsdTicks.Format(row.WorstTicks));
        return current;
    }

    /// <summary>Changes the row unless somebody else did since it was read; then gives theirs.</summary>
    private async Task<(CallRow Row, bool IsOurs)> ChangeIfUnchangedAsync(CallRow row, Func<CallRow, DateTimeOffset, CallRow> next)
    {
        var isOurs = false;
        var current = await ledger.ChangeAsync(row.CallId, row, row.Scopes, (current, _) =>
        {
            isOurs = string.Equals(current!.ETag, row.ETag, StringComparison.Ordinal);
            return isOurs ? next(current, clock.GetUtcNow()) : current;
        });
        return (current!, isOurs);
    }

    private bool IsBeingSentElsewhere(CallRow row) =>
        row.State == PaidCallState.Submitting && !options.OwnerIsAlone && row.LeaseUntil > clock.GetUtcNow()
        && !string.Equals(row.LeaseOwner, options.Owner, StringComparison.Ordinal);

    private static Reservation ReservationOf(CallRow row) => new(row.CallId, row.Provider, LedgerKeys.IdempotencyKey(row.CallId), row.WorstTicks);

    private static PaidCallResult? AsResult(CallRow row) => row.State switch
    {
        PaidCallState.Accepted => new PaidCallResult.Accepted(row.CallId, row.RequestId!),
        PaidCallState.Settled or PaidCallState.Failed => new PaidCallResult.AlreadyEnded(row.CallId, row.State, row.RequestId, row.Code, row.Message),
        PaidCallState.Unknown => new PaidCallResult.Unknown(row.CallId, row.Code ?? "unknown", row.Message ?? "", row.RequestId),
        _ => null,
    };

    private static PaidCallResult.NotAccepted BeingSent(string callId, TimeSpan leaseLeft) =>
        new(callId, "in_progress_elsewhere", "Somebody else is sending this call right now.", IsRetryable: true, leaseLeft);

    private static PaidCallResult.NotAccepted Undecided(CallRow row, string? code = null, string? message = null, TimeSpan? wait = null) => new(
        row.CallId,
        code ?? row.Code ?? "undecided",
        message ?? row.Message ?? "It is not known yet whether the provider accepted it.",
        IsRetryable: true,
        wait ?? UndecidedWait);

    private static PaidCallResult.PriceUnknown PriceUnknown(PaidCallIntent intent) => new(
        $"No price is known for step '{intent.Step}' at provider '{intent.Provider}', so item '{intent.ItemId}' was not sent and nothing was spent. "
        + "Add the price to your price file.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Paid call {CallId} is unknown ({Code}). {Held} stays held until 'ledger resolve'.")]
    private partial void LogUnknown(string callId, string code, string held);

    [LoggerMessage(Level = LogLevel.Error, Message = "The submitter of paid call {CallId} failed.")]
    private partial void LogSubmitterFailed(string callId, Exception error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Paid call {CallId} was accepted as {RequestId}, but that could not be saved.")]
    private partial void LogAcceptedNotSaved(string callId, string requestId, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Paid call {CallId} was accepted as {RequestId}, but stands as {State} with request {KnownRequestId}. Check the provider's bill for two charges.")]
    private partial void LogSecondRequest(string callId, string requestId, PaidCallState state, string? knownRequestId);
}
