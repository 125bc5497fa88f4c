namespace FunctionsPipeline.Durable;

/// <summary>All orchestrators and activities a host can run, by name. Filled at start, then read only.</summary>
public sealed class OrchestrationRegistry
{
    private readonly Dictionary<string, OrchestratorRegistration> _orchestrators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityRegistration> _activities = new(StringComparer.Ordinal);

    /// <summary>Registered orchestrators.</summary>
    public IReadOnlyDictionary<string, OrchestratorRegistration> Orchestrators => _orchestrators;

    /// <summary>Registered activities.</summary>
    public IReadOnlyDictionary<string, ActivityRegistration> Activities => _activities;

    /// <summary>Registers an orchestrator; a new object is made for every execution.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public OrchestrationRegistry AddOrchestrator<TInput, TOutput>(
        OrchestratorReference<TInput, TOutput> reference, Func<Orchestrator<TInput, TOutput>> create)
    {
        _orchestrators.Add(reference.Name, new OrchestratorRegistration(
            reference.Name,
            typeof(TInput),
            typeof(TOutput),
            async (context, input) => await create().RunAsync(context, (TInput)input!)));
        return this;
    }

    /// <summary>Registers an activity.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public OrchestrationRegistry AddActivity<TInput, TOutput>(
        ActivityReference<TInput, TOutput> reference, Func<ActivityContext, TInput, CancellationToken, Task<TOutput>> run)
    {
        _activities.Add(reference.Name, new ActivityRegistration(
            reference.Name,
            typeof(TInput),
            typeof(TOutput),
            async (context, input, cancellationToken) => await run(context, (TInput)input!, cancellationToken)));
        return this;
    }
}

/// <summary>An orchestrator as a host runs it: input and output are of the types named.</summary>
public sealed record OrchestratorRegistration(
    string Name, Type InputType, Type OutputType, Func<OrchestrationContext, object?, Task<object?>> RunAsync);

/// <summary>An activity as a host runs it: input and output are of the types named.</summary>
public sealed record ActivityRegistration(
    string Name, Type InputType, Type OutputType, Func<ActivityContext, object?, CancellationToken, Task<object?>> RunAsync);
