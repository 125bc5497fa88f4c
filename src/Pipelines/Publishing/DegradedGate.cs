using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Holds back what is less than it was to be. Pure.</summary>
internal static class DegradedGate
{
    /// <summary>The degradations that keep it from being published; empty when it may go.</summary>
    public static IReadOnlyList<Degradation> Blocking(IReadOnlyList<Degradation> degradations, IReadOnlyList<string> allowedKinds) =>
        [.. degradations.Where(degradation => !allowedKinds.Contains(degradation.Kind, StringComparer.Ordinal))];

    /// <summary>The refusal in words; null when it may go.</summary>
    public static string? Refusal(PublishOrder order)
    {
        var blocking = Blocking(order.Degradations, order.AllowedDegradations);
        if (blocking.Count == 0) return null;
        var kinds = string.Join(", ", blocking.Select(degradation => degradation.Kind).Distinct(StringComparer.Ordinal));
        return $"The video is less than it was to be: {string.Join(" ", blocking.Select(degradation => degradation.VisibleEffect))} "
            + $"Make it anew, or allow these kinds of degradation to be published: {kinds}.";
    }
}
