using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.State.Governor;

/// <summary>
/// Hands out time slots and places for calls to providers, from state that all instances share: correct over instances, crashes
/// and wrong wall clocks.
/// </summary>
/// <remarks>
/// Safe for several threads. One per process life and store. A granted slot belongs to the process that asked, which alone can use it,
/// and only once; what a dead process held comes free by time.
/// </remarks>
public sealed class Governor(ITableStore tables, TimeProvider clock, ILogger<Governor> logger)
{
    // A timer may fire this much early by the monotonic counter.
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan FreeSlotValidity = TimeSpan.FromMinutes(5);

    // Slots that were granted and never used are looked for when this many are held; then when twice as many as were left.
    private const int LiveSlotsMin = 1024;

    private readonly ConcurrentDictionary<string, GovernorKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Key, string SlotId), LiveSlot> _live = new();
    private int _lookForMissedAt = LiveSlotsMin;

    /// <summary>Asks for a slot.</summary>
    /// <param name="key">What is limited, for example <c>xai/video</c>; with several accounts, the account too.</param>
    /// <param name="policy">Its limits.</param>
    /// <param name="slotId">Who asks. Asked again while its slot is still good, it gets the same slot.</param>
    /// <param name="priority">Its share when many wait.</param>
    /// <param name="previous">The last answer when that granted nothing: keeps the place in the queue. Null at first.</param>
    /// <param name="cancellationToken">Looked at before the store is asked.</param>
    /// <returns>A slot, or how long to wait before asking again. Without a limit in the policy, at once and without a write.</returns>
    /// <exception cref="ArgumentException">The policy allows nothing.</exception>
    public async Task<SlotGrant> AcquireAsync(
        string key, RatePolicy policy, string slotId, SlotPriority priority, SlotGrant? previous, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var governed = Key(key);
        if (_live.TryGetValue((key, slotId), out var held))
        {
            if (IsGood(governed, held)) return Granted(key, slotId, held);
            GiveBack(governed, (key, slotId), held);
        }

        GiveBackMissed();
        if (policy.IsUnlimited) return Free(governed, key, slotId);

        var terms = new SlotTerms(policy);
        var hash = Hash(slotId);
        var ticket = previous is { IsGranted: false } && previous.Key == key && previous.SlotId == slotId ? previous.Ticket : null;
        var (slot, moment) = await governed.RunAsync((state, now) =>
        {
            // The clock may be wrong by its error: nothing is sent before the earliest true moment has surely come.
            var decision = SlotScheduler.Decide(state, terms, new SlotRequest(hash, priority, ticket), now.Ticks - now.Error);
            return new GovernorResult<(SlotDecision, StoreMoment)>((decision, now), HasChanged: decision.IsGranted || ticket is null);
        }, ticket ?? double.PositiveInfinity);
        var from = moment.TimestampAt(slot.Start + moment.Error, clock);
        if (!slot.IsGranted) return Waiting(key, slotId, slot, from);
        var live = new LiveSlot(slot, terms, from, moment.TimestampAt(slot.End - moment.Error, clock));
        _live[(key, slotId)] = live;
        return Granted(key, slotId, live);
    }

    /// <summary>Call it directly before the request goes out, and send only when it is true. It is true once for a slot.</summary>
    /// <returns>
    /// False when it is too early or too late, when the slot was used already or was granted to an earlier process life, or when the
    /// provider has asked for a pause since. Then ask again.
    /// </returns>
    public bool TryUse(SlotGrant grant)
    {
        if (!grant.IsGranted || !_live.TryGetValue((grant.Key, grant.SlotId), out var live)) return false;
        var governed = Key(grant.Key);
        var timestamp = clock.GetTimestamp();
        if (timestamp < live.FromTimestamp) return false;
        if (!IsGood(governed, live))
        {
            GiveBack(governed, (grant.Key, grant.SlotId), live);
            return false;
        }

        return _live.TryRemove(new KeyValuePair<(string, string), LiveSlot>((grant.Key, grant.SlotId), live)) && NoteUse(governed, live, timestamp);
    }

    /// <summary>Tells what came of a request.</summary>
    public async Task ReportAsync(string key, RatePolicy policy, SlotFeedback feedback, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var governed = Key(key);
        if (feedback is SlotFeedback.Succeeded && governed.IsUntroubled(policy.Concurrency)) return;
        var terms = new SlotTerms(policy);
        await governed.RunAsync((state, now) =>
        {
            if (feedback is SlotFeedback.RateLimited refusal) SlotScheduler.NoteRefusal(state, terms, refusal.RetryAfter, now.Ticks + now.Error);
            else SlotScheduler.NoteSuccess(state, terms);
            return new GovernorResult<bool>(true, HasChanged: true);
        });
    }

    /// <summary>The request of this slot is not under way any more. Needed only with a limit on requests at once; may be repeated.</summary>
    public async Task ReleaseAsync(string key, string slotId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var hash = Hash(slotId);
        await Key(key).RunAsync((state, _) => new GovernorResult<bool>(true, HasChanged: SlotScheduler.Release(state, hash)));
    }

    /// <summary>Where a key stands.</summary>
    public async Task<GovernorStatus> GetStatusAsync(string key, RatePolicy policy, CancellationToken cancellationToken)
    {
        var terms = new SlotTerms(policy);
        var row = await tables.GetAsync(GovernorKey.Table, TableKey.Part(key), GovernorKey.StateRow, cancellationToken);
        var state = KeyState.From(row);

        // A look from outside, on the caller's own clock: good enough to be read by a person.
        var now = clock.GetUtcNow().UtcTicks;
        state.FollowClock(now);
        state.Holders.RemoveAll(holder => holder.Until <= now);
        var day = terms.Quota is null ? default : QuotaDay.Of(now, terms.QuotaZone!);
        return new GovernorStatus(
            key,
            [.. terms.Windows.Select((window, index) => new WindowStatus(
                index < state.Windows.Count ? state.Windows[index].Count(slot => slot.End > now - window.Length) : 0,
                window.Limit,
                TimeSpan.FromTicks(window.Length).TotalSeconds))],
            Time(SlotScheduler.Earliest(state, terms, now).Start),
            state.Holders.Count,
            terms.Concurrency is null ? null : (int)SlotScheduler.LimitNow(state.ConcurrencyLimit, terms.Concurrency),
            terms.Quota is not null && day.Start <= state.QuotaDayStart ? state.QuotaUsed : 0,
            terms.Quota?.Limit,
            terms.Quota is null ? null : Time(day.End),
            state.BlockedUntil > now ? Time(state.BlockedUntil) : null,
            SlotScheduler.Waiting(state));
    }

    private static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    private static long Hash(string slotId) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(slotId)));

    private GovernorKey Key(string key) => _keys.GetOrAdd(key, name => new GovernorKey(tables, name, clock, logger));

    private bool IsGood(GovernorKey governed, LiveSlot slot)
    {
        var timestamp = clock.GetTimestamp();
        return timestamp <= slot.UntilTimestamp && Math.Max(timestamp, slot.FromTimestamp) >= governed.BlockedUntilTimestamp;
    }

    /// <summary>From here on the slot counts at the moment of its use instead of at its end.</summary>
    private bool NoteUse(GovernorKey governed, LiveSlot live, long timestamp)
    {
        if (live.Terms is { Windows.Count: > 0 } terms)
        {
            governed.Note((state, now) =>
            {
                var usedAt = now.Ticks + now.Error - clock.GetElapsedTime(timestamp, now.Timestamp).Ticks;
                SlotScheduler.NoteUse(state, terms, live.Slot, usedAt);
            });
        }

        return true;
    }

    /// <summary>A slot that was missed counts no more: it is known that nobody used it.</summary>
    private void GiveBack(GovernorKey governed, (string Key, string SlotId) id, LiveSlot live)
    {
        if (!_live.TryRemove(new KeyValuePair<(string, string), LiveSlot>(id, live)) || live.Terms is not { } terms) return;
        var hash = Hash(id.SlotId);
        governed.Note((state, _) =>
        {
            SlotScheduler.NoteUse(state, terms, live.Slot, usedAt: null);
            SlotScheduler.Release(state, hash);
        });
    }

    private void GiveBackMissed()
    {
        if (_live.Count < _lookForMissedAt) return;
        foreach (var (id, live) in _live)
        {
            if (live.UntilTimestamp < clock.GetTimestamp()) GiveBack(Key(id.Key), id, live);
        }

        _lookForMissedAt = Math.Max(LiveSlotsMin, 2 * _live.Count);
    }

    /// <summary>Nothing is limited; only a pause that this process was told of is kept.</summary>
    private SlotGrant Free(GovernorKey governed, string key, string slotId)
    {
        var from = Math.Max(clock.GetTimestamp(), governed.BlockedUntilTimestamp);
        var live = new LiveSlot(default, null, from, from + (long)(FreeSlotValidity.TotalSeconds * clock.TimestampFrequency));
        _live[(key, slotId)] = live;
        return Granted(key, slotId, live);
    }

    private SlotGrant Granted(string key, string slotId, LiveSlot live)
    {
        var wait = Until(live.FromTimestamp);
        if (wait > TimeSpan.Zero) wait += TimerGrain;
        var now = clock.GetUtcNow();
        return new SlotGrant
        {
            Key = key,
            SlotId = slotId,
            IsGranted = true,
            Wait = wait,
            NotBefore = now + wait,
            ValidUntil = now + Until(live.UntilTimestamp),
            Reason = SlotReason.Granted,
        };
    }

    private SlotGrant Waiting(string key, string slotId, SlotDecision decision, long fromTimestamp)
    {
        var wait = Until(fromTimestamp);
        var then = clock.GetUtcNow() + wait;
        return new SlotGrant
        {
            Key = key,
            SlotId = slotId,
            IsGranted = false,
            Wait = wait,
            NotBefore = then,
            ValidUntil = then,
            Reason = decision.Reason,
            Ticket = decision.Ticket,
        };
    }

    private TimeSpan Until(long timestamp)
    {
        var left = clock.GetElapsedTime(clock.GetTimestamp(), timestamp);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A slot that this process may still use, in readings of its own counter.</summary>
    private sealed record LiveSlot(SlotDecision Slot, SlotTerms? Terms, long FromTimestamp, long UntilTimestamp);
}
