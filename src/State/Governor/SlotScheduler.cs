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
    // A provider that asks for more has made a mistake.
    private static readonly long PauseMax = TimeSpan.FromDays(7).Ticks;

    // What the provider's midnight may differ from the store's.
    private static readonly long QuotaMargin = TimeSpan.FromSeconds(2).Ticks;

    // A turn is estimated as if all those before would come. Some are dead, so the caller comes back after a part of the time, which
    // differs from caller to caller: somebody is always about to ask.
    private const double QueueWaitShareMin = 0.3;
    private const double QueueWaitShareMax = 0.9;
    private static readonly long QueueWaitMax = TimeSpan.FromMinutes(1).Ticks;
    private static readonly long QueueWaitMin = TimeSpan.FromMilliseconds(20).Ticks;

    // How far one out of turn takes the queue towards itself. Less, and tickets of the dead keep the living asking too seldom.
    private const double OutOfTurnShare = 0.25;

    // How fast the place of newcomers follows the tickets that are served.
    private const double ServedShare = 0.125;

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
        var ticket = request.Ticket ?? Math.Max(state.ServedTicket, state.LastTickets[(int)request.Priority]) + (1 / weight);
        var ahead = Ahead(state, ticket, isNew: request.Ticket is null);
        var (start, reason) = Earliest(state, terms, now);
        var places = Places(state, terms, request.SlotHash);
        var isOpen = start <= now + terms.Horizon;
        var turn = Math.Max(start, StartOfPlace(state, terms, (int)ahead, now));
        var isNext = ahead < Math.Max(1, places) && turn <= now + terms.Horizon;
        if (isOpen && places > 0 && (isNext || IsIdle(state, terms, start, now)))
        {
            MoveQueue(state, ticket, isNext);
            Take(state, terms, request.SlotHash, start);
            return new SlotDecision(true, start, start + terms.Validity, SlotReason.Granted, ticket, state.NextNumber++);
        }

        if (request.Ticket is null) state.LastTickets[(int)request.Priority] = ticket;
        var again = places > 0
            ? AskAgainForRate(terms, turn, start, now, Spread(request.SlotHash, state.NextNumber))
            : now + Math.Min(QueueWaitMax, ConcurrencyPoll * (1 + (long)ahead));
        if (isOpen) reason = places > 0 ? SlotReason.Queue : SlotReason.Concurrency;
        return new SlotDecision(false, again, again, reason, ticket, 0);
    }

    /// <summary>The use of a slot is known.</summary>
    /// <param name="state">The key.</param>
    /// <param name="terms">The policy.</param>
    /// <param name="slot">The slot as it was granted.</param>
    /// <param name="usedAt">The latest moment at which it can have been; null when it was not used at all.</param>
    public static void NoteUse(KeyState state, SlotTerms terms, SlotDecision slot, long? usedAt)
    {
        var wasCounted = terms.Quota is not null && QuotaDay.Of(slot.Start, terms.QuotaZone!).Start == state.QuotaDayStart;
        if (usedAt is null && wasCounted && state.QuotaUsed > 0) state.QuotaUsed--;
        foreach (var window in state.Windows)
        {
            var index = window.FindIndex(counted => counted.Number == slot.Number);
            if (index < 0) continue;
            window.RemoveAt(index);
            Insert(window, new CountedSlot(slot.Number, usedAt ?? 0));
        }
    }

    /// <summary>The provider took a request: a pause is forgotten, the number under way may grow.</summary>
    public static void NoteSuccess(KeyState state, SlotTerms terms)
    {
        state.RefusalCount = 0;
        if (terms.Concurrency is not { } concurrency) return;
        var limit = LimitNow(state.ConcurrencyLimit, concurrency);
        state.ConcurrencyLimit = Math.Min(concurrency.Max, limit + (concurrency.Increase / limit));
    }

    /// <summary>The provider refused: nobody gets a slot before the pause is over, and fewer are under way at once.</summary>
    public static void NoteRefusal(KeyState state, SlotTerms terms, TimeSpan? retryAfter, long now)
    {
        // Those that were sent together are refused together: that is one sign, not many.
        var isNews = state.BlockedUntil <= now;
        if (!isNews && retryAfter is null) return;
        var pause = retryAfter ?? TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(state.RefusalCount, 6)));
        state.BlockedUntil = Math.Max(state.BlockedUntil, now + Math.Clamp(pause.Ticks, 0, PauseMax));
        if (!isNews) return;
        state.RefusalCount++;
        if (terms.Concurrency is { } concurrency) state.ConcurrencyLimit = Math.Max(1, LimitNow(state.ConcurrencyLimit, concurrency) * concurrency.Decrease);
    }

    /// <summary>A request is not under way any more.</summary>
    public static bool Release(KeyState state, long slotHash) => state.Holders.RemoveAll(holder => holder.SlotHash == slotHash) > 0;

    /// <summary>When the next slot could start, and what keeps it from starting now.</summary>
    public static (long Start, SlotReason Reason) Earliest(KeyState state, SlotTerms terms, long now)
    {
        var start = Math.Max(now, state.LastStart);
        var reason = start > now ? SlotReason.Rate : SlotReason.Queue;
        Raise(StartOfPlace(state, terms, 0, now), SlotReason.Rate);
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

    /// <summary>Requests that may be under way.</summary>
    /// <param name="adapted">What successes and refusals made of it; 0 before the first.</param>
    /// <param name="concurrency">The hard limit.</param>
    public static double LimitNow(double adapted, ConcurrencyLimit concurrency) =>
        Math.Clamp(adapted > 0 ? adapted : concurrency.Start ?? concurrency.Max, 1, concurrency.Max);

    /// <summary>Requests that may still begin, this one included.</summary>
    private static int Places(KeyState state, SlotTerms terms, long slotHash)
    {
        if (terms.Concurrency is null) return int.MaxValue;
        var isHolder = state.Holders.Exists(holder => holder.SlotHash == slotHash);
        return isHolder ? 1 : (int)LimitNow(state.ConcurrencyLimit, terms.Concurrency) - state.Holders.Count;
    }

    /// <summary>Those who are next have not come, and capacity is about to go unused.</summary>
    private static bool IsIdle(KeyState state, SlotTerms terms, long start, long now) =>
        terms.Concurrency is null ? start <= now + (terms.Horizon / 4) : now - state.LastStart > 2 * ConcurrencyPoll;

    /// <summary>
    /// Whoever is next takes the queue with it: tickets before its own have been served or will not come. One out of turn shows that fewer
    /// wait than there are tickets, and takes the queue part of the way. The queue may so get ahead of some who still wait; newcomers
    /// therefore begin at the tickets that are being served, not at the head of the queue.
    /// </summary>
    private static void MoveQueue(KeyState state, double ticket, bool isNext)
    {
        var way = Math.Max(0, ticket - state.VirtualTime);
        state.VirtualTime += isNext ? way : way * OutOfTurnShare;
        if (isNext) state.ServedTicket += Math.Max(0, ticket - state.ServedTicket) * ServedShare;
        if (Waiting(state) == 0) state.ServedTicket = state.VirtualTime;
    }

    private static long AskAgainForRate(SlotTerms terms, long turn, long start, long now, double waitShare)
    {
        // Slots that are out count at their end until it is known when they were used, which is about at their start.
        var opens = start - terms.Validity - (terms.Horizon / 2);
        if (opens < now + QueueWaitMin) opens = start - (terms.Horizon / 2);
        var turnIn = (long)(waitShare * Math.Clamp(turn - terms.Horizon - now, 0, QueueWaitMax));
        return now + Math.Max(QueueWaitMin, Math.Max(opens - now, turnIn));
    }

    private static double Spread(long slotHash, long number)
    {
        // Fibonacci hashing: the top bits of the product are as good as random.
        var mixed = (ulong)(slotHash ^ (number << 32)) * 0x9E3779B97F4A7C15;
        return QueueWaitShareMin + ((mixed >> 11) / (double)(1UL << 53) * (QueueWaitShareMax - QueueWaitShareMin));
    }

    /// <summary>When the windows would let a request start that has so many others before it, if all of them started as early as they may.</summary>
    private static long StartOfPlace(KeyState state, SlotTerms terms, int ahead, long now)
    {
        var start = now;
        for (var index = 0; index < Math.Min(terms.Windows.Count, state.Windows.Count); index++)
        {
            // As many places before it as the limit, or a multiple, lies what it follows by so many whole windows.
            var (limit, length) = terms.Windows[index];
            var counted = state.Windows[index];
            var rounds = ahead / limit;
            var followed = counted.Count - limit + (ahead % limit);
            var first = followed >= 0 ? counted[followed].End + length : now;
            start = Math.Max(start, Math.Max(first, now) + (rounds * length));
        }

        return start;
    }

    private static void Take(KeyState state, SlotTerms terms, long slotHash, long start)
    {
        var end = start + terms.Validity;
        while (state.Windows.Count < terms.Windows.Count) state.Windows.Add([]);
        for (var index = 0; index < terms.Windows.Count; index++)
        {
            // Those that fall out ended a whole window before this start, and no later slot starts before this one. What is still in the
            // window stays even beyond the limit: a caller with a larger limit for the same key may ask next.
            var (counted, length) = (state.Windows[index], terms.Windows[index].Length);
            counted.RemoveRange(0, counted.TakeWhile(slot => slot.End + length <= start).Count());
            Insert(counted, new CountedSlot(state.NextNumber, end));
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
