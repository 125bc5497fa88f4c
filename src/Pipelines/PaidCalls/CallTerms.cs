using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>How often a provider may be asked for one kind of call, from the data files.</summary>
internal static class CallTerms
{
    /// <summary>Name under which calls of a kind to a provider share one governor.</summary>
    public static string Key(string provider, string operation) => provider + "/" + operation;

    /// <summary>Limits on submits: a person's own figure over the provider's data file.</summary>
    public static RatePolicy SubmitPolicy(this LimitBook limits, string provider, string operation, int? requestsPerMinute)
    {
        var policy = limits.Find(provider, operation) ?? RatePolicy.Unlimited;
        if (requestsPerMinute is not { } perMinute) return policy;

        // A minute's worth sent in one second is a burst, and providers refuse bursts.
        return policy with { Windows = [new RateWindow((perMinute + 59) / 60, 1), new RateWindow(perMinute, 60)] };
    }

    /// <summary>Submits a minute that a policy lets through at most; null when it has no window.</summary>
    public static double? PerMinute(this RatePolicy policy) =>
        policy.Windows.Count == 0 ? null : policy.Windows.Min(window => 60 * window.Limit / window.Seconds);
}
