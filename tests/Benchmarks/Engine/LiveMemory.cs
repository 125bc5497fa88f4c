using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Benchmarks.Engine;

/// <summary>What instances that wait cost while they are live: after a history of some length, and again after a restart replayed it.</summary>
internal static class LiveMemory
{
    private static readonly ActivityReference<int, int> s_step = new("Step");
    private static readonly OrchestratorReference<int, int> s_waiting = new("Waiting");

    private static readonly OrchestrationRegistry s_registry = new OrchestrationRegistry()
        .AddActivity(s_step, (_, input, _) => Task.FromResult(input))
        .AddOrchestrator(s_waiting, () => new WaitingOrchestrator());

    /// <summary>Bytes of managed heap per live instance.</summary>
    public static async Task<(double Running, double Restarted)> RunAsync(string home, int instances, int activities)
    {
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        double running;
        await using (var engine = EmbeddedEngine.Open(new EngineOptions { Home = home }, s_registry))
        {
            await engine.StartAsync();
            for (var index = 0; index < instances; index++) await engine.ScheduleAsync(s_waiting, activities, $"waiting-{index:00000}", CancellationToken.None);
            await engine.WhenIdleAsync();
            running = (double)(GC.GetTotalMemory(forceFullCollection: true) - empty) / instances;
        }

        await using var restarted = EmbeddedEngine.Open(new EngineOptions { Home = home }, s_registry);
        await restarted.StartAsync();
        await restarted.WhenIdleAsync();
        return (running, (double)(GC.GetTotalMemory(forceFullCollection: true) - empty) / instances);
    }

    private sealed class WaitingOrchestrator : Orchestrator<int, int>
    {
        public override async Task<int> RunAsync(OrchestrationContext context, int input)
        {
            for (var index = 0; index < input; index++) await context.CallActivityAsync(s_step, index);
            return await context.WaitForExternalEvent<int>("never", TimeSpan.FromDays(1));
        }
    }
}
