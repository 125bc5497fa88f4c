using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>What a provider asks for a video and how often it may be asked, from the data files.</summary>
internal static class VideoTerms
{
    private const string Operation = "video";

    /// <summary>Price of one finished video, ticks; null when none is known.</summary>
    public static long? Ticks(this PriceBook prices, string provider, string model, string? resolution, int seconds) =>
        prices.TicksFor(provider, model, Conditions(resolution), (PriceUnit.Second, seconds));

    /// <summary>When the provider charges for a video.</summary>
    public static ChargedOn ChargedOn(this PriceBook prices, VideoBatchSettings settings) =>
        prices.Find(settings.Provider, settings.Model, PriceUnit.Second, Conditions(settings.Resolution))?.ChargedOn ?? State.Prices.ChargedOn.Accepted;

    /// <summary>Name under which submits to a provider share one governor.</summary>
    public static string Key(string provider) => provider + "/" + Operation;

    /// <summary>Limits on submits: a person's own figure over the provider's data file.</summary>
    public static RatePolicy SubmitPolicy(this LimitBook limits, string provider, int? requestsPerMinute)
    {
        var policy = limits.Find(provider, Operation) ?? RatePolicy.Unlimited;
        if (requestsPerMinute is not { } perMinute) return policy;

        // A minute's worth sent in one second is a burst, and providers refuse bursts.
        return policy with { Windows = [new RateWindow((perMinute + 59) / 60, 1), new RateWindow(perMinute, 60)] };
    }

    /// <summary>Submits a minute that a policy lets through at most; null when it has no window.</summary>
    public static double? PerMinute(this RatePolicy policy) =>
        policy.Windows.Count == 0 ? null : policy.Windows.Min(window => 60 * window.Limit / window.Seconds);

    private static Dictionary<string, string> Conditions(string? resolution) =>
        resolution is null ? [] : new() { ["resolution"] = resolution };
}
