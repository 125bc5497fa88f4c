using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>What a provider asks for a video, from the data files.</summary>
internal static class VideoTerms
{
    /// <summary>Kind of call, as the limits name it.</summary>
    public const string Operation = "video";

    /// <summary>Price of one finished video, ticks; null when none is known.</summary>
    public static long? Ticks(this PriceBook prices, string provider, string model, string? resolution, int seconds) =>
        prices.TicksFor(provider, model, Conditions(resolution), (PriceUnit.Second, seconds));

    /// <summary>When the provider charges for a video.</summary>
    public static ChargedOn ChargedOn(this PriceBook prices, VideoBatchSettings settings) =>
        prices.Find(settings.Provider, settings.Model, PriceUnit.Second, Conditions(settings.Resolution))?.ChargedOn ?? State.Prices.ChargedOn.Accepted;

    private static Dictionary<string, string> Conditions(string? resolution) =>
        resolution is null ? [] : new() { ["resolution"] = resolution };
}
