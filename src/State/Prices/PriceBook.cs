using FunctionsPipeline.State.Data;

namespace FunctionsPipeline.State.Prices;

/// <summary>Prices from dated data files. What is not in the book has no price, and a call without a price is refused.</summary>
/// <remarks>Immutable; safe for several threads.</remarks>
public sealed class PriceBook
{
    /// <summary>
    /// As the model of an entry: any model of that provider that has no entry of its own. For servers of one's own, whose models nobody
    /// can list.
    /// </summary>
    public const string AnyModel = "*";

    private readonly ILookup<(string Provider, string Model, PriceUnit Unit), PriceEntry> _entries;
    private readonly HashSet<(string Provider, string Model)> _known;

    private PriceBook(IReadOnlyList<PriceEntry> entries)
    {
        Entries = entries;
        _entries = entries.ToLookup(entry => (entry.Provider, entry.Model, entry.Unit));
        _known = [.. entries.Select(entry => (entry.Provider, entry.Model))];
    }

    /// <summary>All prices.</summary>
    public IReadOnlyList<PriceEntry> Entries { get; }

    /// <summary>The prices that come with the program, and a user's file of the same form over them.</summary>
    /// <param name="overrideFile">A file whose entries replace those of the same provider, model, unit and conditions; null for none.</param>
    /// <exception cref="DataFileException">The file cannot be used; the message names the line.</exception>
    public static PriceBook Load(string? overrideFile = null)
    {
        var builtIn = DataFile.ReadBuiltIn<PriceEntry>("prices.json");
        if (overrideFile is null) return new PriceBook(builtIn);
        var own = DataFile.Read<PriceEntry>(overrideFile);
        foreach (var entry in own) Check(entry, overrideFile);
        return new PriceBook([.. builtIn.Where(entry => !own.Any(other => AreForTheSame(entry, other))), .. own]);
    }

    /// <summary>The price that fits best: all its conditions hold, and it has the most of them. Null when none is known.</summary>
    /// <remarks>A model with any entry of its own never uses those of <see cref="AnyModel"/>: half a list must not make the other half free.</remarks>
    /// <param name="provider">Provider id.</param>
    /// <param name="model">Model id.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="conditions">What is asked for, for example <c>resolution</c>: <c>720p</c>.</param>
    public PriceEntry? Find(string provider, string model, PriceUnit unit, IReadOnlyDictionary<string, string> conditions) =>
        Find(_entries[(provider, _known.Contains((provider, model)) ? model : AnyModel, unit)], conditions);

    /// <summary>Price of a call in ticks of 1e-10 USD. Null when the price of any part is not known, or when there is no part.</summary>
    /// <param name="provider">Provider id.</param>
    /// <param name="model">Model id.</param>
    /// <param name="conditions">What is asked for.</param>
    /// <param name="quantities">How much of what, for example 8 of <see cref="PriceUnit.Second"/>. Parts of quantity 0 need no price.</param>
    public long? TicksFor(
        string provider, string model, IReadOnlyDictionary<string, string> conditions, params IReadOnlyList<(PriceUnit Unit, decimal Quantity)> quantities)
    {
        if (quantities.Count == 0) return null;
        var ticks = 0L;
        foreach (var (unit, quantity) in quantities)
        {
            if (quantity == 0) continue;
            if (Find(provider, model, unit, conditions) is not { } price) return null;
            ticks = checked(ticks + price.TicksFor(quantity));
        }

        return ticks;
    }

    private static PriceEntry? Find(IEnumerable<PriceEntry> entries, IReadOnlyDictionary<string, string> conditions) =>
        entries
            .Where(entry => entry.Conditions.All(condition =>
                conditions.TryGetValue(condition.Key, out var value) && string.Equals(value, condition.Value, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(entry => entry.Conditions.Count)
            .ThenByDescending(entry => entry.Usd / entry.Per)
            .FirstOrDefault();

    private static bool AreForTheSame(PriceEntry left, PriceEntry right) =>
        left.Provider == right.Provider && left.Model == right.Model && left.Unit == right.Unit
        && left.Conditions.Count == right.Conditions.Count
        && left.Conditions.All(condition => right.Conditions.TryGetValue(condition.Key, out var value) && value == condition.Value);

    private static void Check(PriceEntry entry, string file)
    {
        var name = $"the price of {entry.Provider} {entry.Model} a {entry.Unit}";
        if (entry.Provider.Length == 0 || entry.Model.Length == 0) throw new DataFileException(file, null, "a price has no provider or no model.");
        if (entry.Usd < 0) throw new DataFileException(file, null, $"{name} is negative.");
        if (entry.Per <= 0) throw new DataFileException(file, null, $"'per' of {name} is not above 0.");
    }
}
