using System.Reflection;
using System.Text.Json;
using FunctionsPipeline.Simulator.Calls;

namespace FunctionsPipeline.Simulator.Accounts;

/// <summary>What the simulated providers charge, and for which endings. Immutable; read from the data file in the program.</summary>
internal sealed class PriceList
{
    /// <summary>Ticks in a US dollar: money is counted in units of 1e-10 USD.</summary>
    private const decimal TicksPerUsd = 10_000_000_000m;

    private readonly Dictionary<(string Provider, string Model, string Unit, string Resolution), long> _ticks = [];
    private readonly HashSet<(string Provider, CallState State)> _charged = [];

    /// <summary>The list in the program.</summary>
    public static PriceList Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("prices.json")
            ?? throw new InvalidOperationException("The price list is missing from the program.");
        using var document = JsonDocument.Parse(stream);
        var list = new PriceList();
        foreach (var provider in document.RootElement.GetProperty("providers").EnumerateObject()) list.Add(provider.Name, provider.Value);
        return list;
    }

    /// <summary>Ticks for one unit of a model.</summary>
    /// <exception cref="KeyNotFoundException">The list has no such price.</exception>
    public long TicksPer(string unit, string provider, string model, string? resolution = null) =>
        _ticks.TryGetValue((provider, model, unit, resolution ?? ""), out var ticks)
            ? ticks
            : throw new KeyNotFoundException($"No price per {unit} for {provider} {model} {resolution}".TrimEnd() + ".");

    /// <summary>What a call has cost by a moment: nothing before it ends, and nothing for endings that the provider gives away.</summary>
    public long ChargedTicks(Call call, DateTimeOffset now) =>
        _charged.Contains((call.Facts.Provider, call.StateAt(now))) ? call.Facts.PriceTicks : 0;

    private void Add(string provider, JsonElement account)
    {
        foreach (var state in account.GetProperty("chargedOn").EnumerateArray())
        {
            _charged.Add((provider, Enum.Parse<CallState>(state.GetString()!, ignoreCase: true)));
        }

        foreach (var price in account.GetProperty("prices").EnumerateArray())
        {
            var resolution = price.TryGetProperty("resolution", out var value) ? value.GetString()! : "";
            var key = (provider, price.GetProperty("model").GetString()!, price.GetProperty("unit").GetString()!, resolution);
            _ticks.Add(key, (long)(price.GetProperty("usd").GetDecimal() * TicksPerUsd));
        }
    }
}
