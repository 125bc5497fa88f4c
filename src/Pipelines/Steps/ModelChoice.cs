namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>A provider and a model that may do a step. Several in a row are a chain: the next one stands in for one that cannot.</summary>
/// <param name="Provider">Provider id.</param>
/// <param name="Model">Model name as the provider writes it.</param>
public sealed record ModelChoice(string Provider, string Model)
{
    /// <summary>Why it cannot be used on this host; null when it can.</summary>
    public string? Missing { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";
}
