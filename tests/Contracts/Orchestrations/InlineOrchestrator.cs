using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>An orchestrator written as a lambda, so that a test shows its recipe.</summary>
public sealed class InlineOrchestrator<TInput, TOutput>(Func<OrchestrationContext, TInput, Task<TOutput>> recipe) : Orchestrator<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(OrchestrationContext context, TInput input) => recipe(context, input);
}
