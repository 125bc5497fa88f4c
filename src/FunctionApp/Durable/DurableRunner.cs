using System.Text.Json;
using FunctionsPipeline.Durable;
using Microsoft.DurableTask;

namespace FunctionsPipeline.FunctionApp;

/// <summary>Runs what is registered, when a function is called for it.</summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class DurableRunner(OrchestrationRegistry registry)
{
    /// <summary>One orchestration up to where it waits.</summary>
    /// <param name="name">As registered.</param>
    /// <param name="inner">Durable Functions' context.</param>
    public async Task<string> RunOrchestratorAsync(string name, TaskOrchestrationContext inner)
    {
        var registration = registry.Orchestrators[name];
        try
        {
            var input = Payload.Read(inner.GetInput<string>()!, registration.InputType);
            var output = await registration.RunAsync(new DurableContext(name, inner), input);
            return Payload.Write(output, registration.OutputType, $"output of orchestrator '{name}'");
        }
        catch (Exception exception)
        {
            throw new CarriedFailureException(FailureTranslator.Of(exception), exception);
        }
    }

    /// <summary>One attempt at an activity.</summary>
    /// <param name="name">As registered.</param>
    /// <param name="call">As <see cref="DurableContext"/> has written it.</param>
    /// <param name="cancellationToken">The host ends: what was not acknowledged runs again elsewhere.</param>
    public async Task<string> RunActivityAsync(string name, string call, CancellationToken cancellationToken)
    {
        var registration = registry.Activities[name];
        try
        {
            var (instanceId, step, attempt, input) = JsonSerializer.Deserialize<ActivityCall>(call, DurableJson.Options)!;
            var context = new ActivityContext(instanceId, name, step, attempt);
            var output = await registration.RunAsync(context, input.Deserialize(registration.InputType, DurableJson.Options), cancellationToken);
            return Payload.Write(output, registration.OutputType, $"output of activity '{name}'");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new CarriedFailureException(FailureTranslator.Of(exception), exception);
        }
    }
}
