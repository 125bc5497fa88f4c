namespace FunctionsPipeline.State.Governor;

/// <summary>
/// Decides who may send when. Pure: the state of a key, the terms, a request and the time go in, an answer comes out and the state
/// is brought forward.
/// </summary>
/// <remarks>
/// Rate: a slot may be used at any moment from its start to its end, so a new one starts a whole window after the latest possible use of
/// the slot that is as many places before it as the limit says. Once a use is known, its own moment counts.
/// Order: start-time fair queueing. Every waiting request holds a ticket; tickets of a priority lie the closer together the larger its
/// share, and the smallest ticket is next. When those who are next do not come, whoever asks is served, so dead callers hold up nobody.
/// </remarks>
internal static class SlotScheduler
{
    // What the provider's midnight may differ from the store's.
    private static readonly long QuotaMargin = TimeSpan.FromSeconds(2).Ticks;

    // Estimates of a place in the queue are looked at again after this time.
    private static readonly long QueueWaitMax = TimeSpan.FromSeconds(15).Ticks;
    private static readonly long QueueWaitMin = TimeSpan.FromMilliseconds(20).Ticks;

    // Nobody tells when a request under way ends, so those who wait for one ask again.
    private static readonly long ConcurrencyPoll = TimeSpan.FromSeconds(1).Ticks;

    /// <summary>Answers one request.</summary>
    /// <param name="state">The key; changed when a slot or a ticket is given.</param>
    /// <param name="terms">The policy.</param>
    /// <param name="request">Who asks.</param>
    /// <param name="now">The earliest moment that it may be on the store's clock.</param>
    public static SlotDecision Decide(KeyState state, SlotTerms terms, SlotRequest request, long now)
    {
        state.Holders.RemoveAll(holder => holder.Until <= now);
        var weight = Weight(request.Priority);
        var ticket = request.Ticket ?? Math.Max(state.VirtualTime, state.LastTickets[(int)request.Priority]) + (1 / weight);
        var ahead = Ahead(state, ticket, isNew: request.Ticket is null);
        var (start, reason) = Earliest(state, terms, now);
        var places = Places(state, terms, request.SlotHash);
        var isOpen = start <= now + terms.Horizon;
        if (isOpen && places > 0 && IsTurn(state, terms, ahead, start, places, now))
        {
            Take(state, terms, request.SlotHash, start);
            state.VirtualTime = Math.Max(state.VirtualTime, Math.Min(ticket, state.VirtualTime + ServedShare(state)));
            return new SlotDecision(true, start, start + terms.Validity, SlotReason.Granted, ticket, state.NextNumber++);
        }

        if (request.Ticket is null) state.LastTickets[(int)request.Priority] = ticket;
        var again = places > 0
            ? AskAgainForRate(terms, ahead, start, now)
            : now + Math.Min(QueueWaitMax, ConcurrencyPoll * (1 + (long)ahead));
        if (isOpen) reason = places > 0 ? SlotReason.Queue : SlotReason.Concurrency;
        return new SlotDecision(false, again, again, reason, ticket, 0);
    }

    /// <summary>The use of a slot is known.</summary>
    /// <param name="state">The key.</param>
    /// <param name="number">The slot.</param>
    /// <param name="usedAt">The latest moment at which it can have been; null when it was not used at all.</param>
    public static void NoteUse(KeyState state, long number, long? usedAt)
    {
        foreach (var window in state.Windows)
        {
            var index = window.FindIndex(slot => slot.Number == number);
            if (index < 0) continue;
            window.RemoveAt(index);
            Insert(window, new CountedSlot(number, usedAt ?? 0));
        }
    }

    /// <summary>The provider took a request: a pause is forgotten, the number under way may grow.</summary>
    public static void NoteSuccess(KeyState state, SlotTerms terms)
    {
        state.RefusalCount = 0;
        if (terms.Concurrency is not { } concurrency) return;
        var limit = LimitNow(state, concurrency);
        state.ConcurrencyLimit = Math.Min(concurrency.Max, limit + (concurrency.Increase / limit));
    }

    /// <summary>The provider refused: nobody gets a slot before the pause is over, and fewer are under way at once.</summary>
    public static void NoteRefusal(KeyState state, SlotTerms terms, TimeSpan? retryAfter, long now)
    {
        // Those that were sent together are refused together: that is one sign, not many.
        var isNews = state.BlockedUntil <= now;
        var pause = retryAfter ?? TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(state.RefusalCount, 6)));
        state.BlockedUntil = Math.Max(state.BlockedUntil, now + Math.Max(0, pause.Ticks));
        if (!isNews) return;
        state.RefusalCount++;
        if (terms.Concurrency is { } concurrency) state.ConcurrencyLimit = Math.Max(1, LimitNow(state, concurrency) * concurrency.Decrease);
    }

    /// <summary>A request is not under way any more.</summary>
    public static bool Release(KeyState state, long slotHash) => state.Holders.RemoveAll(holder => holder.SlotHash == slotHash) > 0;

    /// <summary>When the next slot could start, and what keeps it from starting now.</summary>
    public static (long Start, SlotReason Reason) Earliest(KeyState state, SlotTerms terms, long now)
    {
        var start = Math.Max(now, state.LastStart);
        var reason = start > now ? SlotReason.Rate : SlotReason.Queue;
        for (var index = 0; index < Math.Min(terms.Windows.Count, state.Windows.Count); index++)
        {
            var (limit, length) = terms.Windows[index];
            var counted = state.Windows[index];
            if (counted.Count >= limit) Raise(counted[^limit].End + length, SlotReason.Rate);
        }

        Raise(state.BlockedUntil, SlotReason.Cooldown);
        if (terms.Quota is not null) Raise(QuotaStart(state, terms, start), SlotReason.Quota);
        return (start, reason);

        void Raise(long bound, SlotReason cause)
        {
            if (bound > start) (start, reason) = (bound, cause);
        }
    }

    /// <summary>About how many wait.</summary>
    public static int Waiting(KeyState state) => (int)Math.Round(Ahead(state, double.MaxValue, isNew: true));

    public static int LimitNow(KeyState state, SlotTerms terms) => (int)LimitNow(state, terms.Concurrency!);

    private static double LimitNow(KeyState state, ConcurrencyLimit concurrency) =>
        Math.Clamp(state.ConcurrencyLimit > 0 ? state.ConcurrencyLimit : concurrency.Start ?? concurrency.Max, 1, concurrency.Max);

    /// <summary>Requests that may still begin, this one included.</summary>
    private static int Places(KeyState state, SlotTerms terms, long slotHash)
    {
        if (terms.Concurrency is null) return int.MaxValue;
        var isHolder = state.Holders.Exists(holder => holder.SlotHash == slotHash);
        return isHolder ? 1 : LimitNow(state, terms) - state.Holders.Count;
    }

    private static bool IsTurn(KeyState state, SlotTerms terms, double ahead, long start, int places, long now)
    {
        var inHorizon = terms.Spacing == 0 ? places : Math.Min(places, terms.Horizon / terms.Spacing);
        if (ahead < Math.Max(1, inHorizon)) return true;
        return terms.Concurrency is null
            ? start <= now + (terms.Horizon / 4)
            : now - state.LastStart > 2 * ConcurrencyPoll;
    }

    private static long AskAgainForRate(SlotTerms terms, double ahead, long start, long now)
    {
        var turnIn = (long)Math.Max(0, (ahead + 1) * terms.Spacing - terms.Horizon);
        var opensIn = start - (terms.Horizon / 2) - now;
        return now + Math.Max(QueueWaitMin, Math.Max(opensIn, Math.Min(turnIn, QueueWaitMax)));
    }

    private static void Take(KeyState state, SlotTerms terms, long slotHash, long start)
    {
        var end = start + terms.Validity;
        while (state.Windows.Count < terms.Windows.Count) state.Windows.Add([]);
        for (var index = 0; index < terms.Windows.Count; index++)
        {
            // The one that falls out ended a whole window before this start, and no later slot starts before this one.
            var counted = state.Windows[index];
            Insert(counted, new CountedSlot(state.NextNumber, end));
            if (counted.Count > terms.Windows[index].Limit) counted.RemoveRange(0, counted.Count - terms.Windows[index].Limit);
        }

        state.LastStart = start;
        if (terms.Quota is not null)
        {
            var day = QuotaDay.Of(start, terms.QuotaZone!).Start;
            if (day > state.QuotaDayStart) (state.QuotaDayStart, state.QuotaUsed) = (day, 0);
            state.QuotaUsed++;
        }

        if (terms.Concurrency is null) return;
        Release(state, slotHash);
        state.Holders.Add(new Holder(slotHash, end + terms.HolderLifetime));
    }

    /// <summary>A slot must lie in one day of the quota as a whole, with a margin for the provider's clock.</summary>
    private static long QuotaStart(KeyState state, SlotTerms terms, long start)
    {
        var day = QuotaDay.Of(start, terms.QuotaZone!);
        var used = day.Start > state.QuotaDayStart ? 0 : state.QuotaUsed;
        if (used >= terms.Quota!.Limit || start + terms.Validity + QuotaMargin > day.End) return day.End + QuotaMargin;
        return Math.Max(start, day.Start + QuotaMargin);
    }

    private static void Insert(List<CountedSlot> counted, CountedSlot slot)
    {
        var index = counted.Count;
        while (index > 0 && counted[index - 1].End > slot.End) index--;
        counted.Insert(index, slot);
    }

    private static double Ahead(KeyState state, double ticket, bool isNew)
    {
        var waiting = isNew ? 0d : -1;
        foreach (var priority in Enum.GetValues<SlotPriority>())
        {
            waiting += Weight(priority) * Math.Max(0, Math.Min(state.LastTickets[(int)priority], ticket) - state.VirtualTime);
        }

        return Math.Max(0, waiting);
    }

    /// <summary>How far one served request moves the queue: with all its tickets in it, the smaller the more of them per step.</summary>
    private static double ServedShare(KeyState state)
    {
        var weights = Enum.GetValues<SlotPriority>().Where(priority => state.LastTickets[(int)priority] > state.VirtualTime).Sum(Weight);
        return weights == 0 ? double.MaxValue : 1 / weights;
    }

    private static double Weight(SlotPriority priority) => priority switch
    {
        SlotPriority.High => 16,
        SlotPriority.Normal => 4,
        _ => 1,
    };
}

/// <summary>A request for a slot. <paramref name="Ticket"/> is its place in the queue, null for a newcomer.</summary>
internal readonly record struct SlotRequest(long SlotHash, SlotPriority Priority, double? Ticket);

/// <summary>An answer, in the store's time. <paramref name="Number"/> is 0 when nothing was granted.</summary>
internal readonly record struct SlotDecision(bool IsGranted, long Start, long End, SlotReason Reason, double Ticket, long Number);
