using FunctionsPipeline.Contracts.Orchestrations;

namespace FunctionsPipeline.Durable.Tests;

internal static class InlineRegistrations
{
    public static OrchestrationRegistry Orchestrator<TInput, TOutput>(
        this OrchestrationRegistry registry, OrchestratorReference<TInput, TOutput> reference, Func<OrchestrationContext, TInput, Task<TOutput>> recipe) =>
        registry.AddOrchestrator(reference, () => new InlineOrchestrator<TInput, TOutput>(recipe));

    public static OrchestrationRegistry Activity<TInput, TOutput>(
        this OrchestrationRegistry registry, ActivityReference<TInput, TOutput> reference, Func<TInput, TOutput> body) =>
        registry.AddActivity(reference, (_, input, _) => Task.FromResult(body(input)));
}
