namespace FunctionsPipeline.Durable;

/// <summary>
/// Base class of every orchestrator. Deterministic: the same history gives the same calls in the same order.
/// A file that holds one is named <c>*Orchestrator.cs</c>, which is what the banned-API rules go by.
/// </summary>
public abstract class Orchestrator<TInput, TOutput>
{
    /// <summary>The recipe, top to bottom.</summary>
    public abstract Task<TOutput> RunAsync(OrchestrationContext context, TInput input);
}

/// <summary>A typed name under which an orchestrator is registered and called.</summary>
public sealed record OrchestratorReference<TInput, TOutput>(string Name);

/// <summary>A typed name under which an activity is registered and called.</summary>
public sealed record ActivityReference<TInput, TOutput>(string Name);

/// <summary>The result of activities and orchestrators that have none. JSON: an empty object.</summary>
public sealed record Nothing
{
    /// <summary>The only value worth having.</summary>
    public static Nothing Value { get; } = new();
}
