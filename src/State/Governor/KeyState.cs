using System.Runtime.InteropServices;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Governor;

/// <summary>What all instances know of one key, as one row. Times are UTC ticks of the store's clock.</summary>
internal sealed class KeyState
{
    // Far more than clocks of one store differ: it was set back.
    private static readonly long SetBackMin = TimeSpan.FromSeconds(2).Ticks;

    /// <summary>When it was last written, as the writer saw the store's clock.</summary>
    public long UpdatedAt { get; set; }

    /// <summary>Start of the latest slot. Slots are given in order, so no later one starts before it.</summary>
    public long LastStart { get; set; }

    /// <summary>End of the pause that the provider asked for.</summary>
    public long BlockedUntil { get; set; }

    /// <summary>Refusals in a row.</summary>
    public int RefusalCount { get; set; }

    /// <summary>Number of the next slot.</summary>
    public long NextNumber { get; set; } = 1;

    /// <summary>Where the fair queue stands: tickets up to here may go at once.</summary>
    public double VirtualTime { get; set; }

    /// <summary>About which tickets are being served; never beyond <see cref="VirtualTime"/>.</summary>
    public double ServedTicket { get; set; }

    /// <summary>Last ticket of each priority, by its number.</summary>
    public double[] LastTickets { get; } = new double[3];

    public long QuotaDayStart { get; set; }

    public int QuotaUsed { get; set; }

    /// <summary>Requests that may be under way now; 0 before the first.</summary>
    public double ConcurrencyLimit { get; set; }

    /// <summary>For each window the slots that may count, the earliest end first.</summary>
    public List<List<CountedSlot>> Windows { get; } = [];

    public List<Holder> Holders { get; private set; } = [];

    public static KeyState From(TableRow? row)
    {
        var state = new KeyState();
        if (row is null) return state;
        var properties = row.Properties;
        state.UpdatedAt = (long)properties["UpdatedAt"];
        state.LastStart = (long)properties["LastStart"];
        state.BlockedUntil = (long)properties["BlockedUntil"];
        state.RefusalCount = (int)properties["RefusalCount"];
        state.NextNumber = (long)properties["NextNumber"];
        state.VirtualTime = (double)properties["VirtualTime"];
        state.ServedTicket = (double)properties["ServedTicket"];
        foreach (var priority in Enum.GetValues<SlotPriority>()) state.LastTickets[(int)priority] = (double)properties["Ticket" + priority];
        state.QuotaDayStart = (long)properties["QuotaDayStart"];
        state.QuotaUsed = (int)properties["QuotaUsed"];
        state.ConcurrencyLimit = (double)properties["ConcurrencyLimit"];
        state.Holders = Unpack<Holder>(properties["Holders"]);
        for (var index = 0; properties.TryGetValue("Window" + index, out var packed); index++) state.Windows.Add(Unpack<CountedSlot>(packed));
        return state;
    }

    public Dictionary<string, object> ToProperties()
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["UpdatedAt"] = UpdatedAt,
            ["LastStart"] = LastStart,
            ["BlockedUntil"] = BlockedUntil,
            ["RefusalCount"] = RefusalCount,
            ["NextNumber"] = NextNumber,
            ["VirtualTime"] = VirtualTime,
            ["ServedTicket"] = ServedTicket,
            ["QuotaDayStart"] = QuotaDayStart,
            ["QuotaUsed"] = QuotaUsed,
            ["ConcurrencyLimit"] = ConcurrencyLimit,
            ["Holders"] = Pack(Holders),
        };
        foreach (var priority in Enum.GetValues<SlotPriority>()) properties["Ticket" + priority] = LastTickets[(int)priority];
        for (var index = 0; index < Windows.Count; index++) properties["Window" + index] = Pack(Windows[index]);
        return properties;
    }

    /// <summary>
    /// When the clock of the store was set back, all that is remembered lies in the future and would block for as long. Moves it
    /// back too, as if no time had passed, which is on the safe side.
    /// </summary>
    /// <returns>True when it was moved: to be stored, or no time would ever pass.</returns>
    public bool FollowClock(long now)
    {
        var setBack = UpdatedAt - now;
        if (setBack < SetBackMin) return false;
        UpdatedAt -= setBack;
        LastStart -= setBack;
        BlockedUntil -= setBack;
        foreach (var window in Windows)
        {
            foreach (ref var slot in CollectionsMarshal.AsSpan(window)) slot = slot with { End = slot.End - setBack };
        }

        foreach (ref var holder in CollectionsMarshal.AsSpan(Holders)) holder = holder with { Until = holder.Until - setBack };
        return true;
    }

    private static byte[] Pack<T>(List<T> items)
        where T : unmanaged => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(items)).ToArray();

    private static List<T> Unpack<T>(object packed)
        where T : unmanaged => [.. MemoryMarshal.Cast<byte, T>((byte[])packed)];
}

/// <summary>A slot in a window: counted as if sent at <paramref name="End"/>, the latest moment at which it can have been.</summary>
internal readonly record struct CountedSlot(long Number, long End);

/// <summary>One request under way, by the hash of its slot id.</summary>
internal readonly record struct Holder(long SlotHash, long Until);
