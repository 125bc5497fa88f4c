using FunctionsPipeline.Durable.Engine;
using Xunit.Abstractions;

namespace FunctionsPipeline.Durable.Tests.Replay;

/// <summary>Whatever a recipe does, its history leads its code to the same place again, from every point at which a process may have ended.</summary>
public sealed class RandomRecipeTests(ITestOutputHelper output)
{
    private const int StepsMax = 12;
    private static readonly OrchestratorReference<int, string> s_recipe = new("Recipe");
    private static readonly OrchestratorReference<int, int> s_child = new("Child");
    private static readonly ActivityReference<int, int> s_step = new("Step");

    public static TheoryData<int> Batches() => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Every_prefix_of_every_history_is_replayed(int batch)
    {
        for (var seed = batch * 1000; seed < (batch * 1000) + 25; seed++)
        {
            output.WriteLine($"seed {seed}");
            await using var home = new EngineHome { WrapStore = _ => new InMemoryHistoryStore() };
            home.Registry
                .AddActivity(s_step, (context, n, _) => (n + context.Attempt) % 3 == 0
                    ? throw new ActivityFailedException(new FailureDetails("busy", "Busy."))
                    : Task.FromResult(n))
                .Orchestrator(s_child, async (context, n) => await context.CallActivityAsync(s_step, n, new RetryOptions(2, TimeSpan.FromSeconds(1))))
                .Orchestrator(s_recipe, (context, s) => CookAsync(context, new Random(s)));
            var history = await RunAsync(home, seed);

            for (var length = 0; length <= history.Events.Count; length++)
            {
                // A turn is saved as a whole: a history never ends between a line and what it led to.
                if (length < history.Events.Count && history.Events[length] is DecisionEvent) continue;
                var prefix = history with { Events = [.. history.Events.Take(length)] };
                Should.NotThrow(() => OrchestratorReplayer.Replay(home.Registry.Orchestrators["Recipe"], HistoryJson.Write(prefix)), $"seed {seed}, {length} lines");
            }
        }
    }

    private static async Task<InstanceHistory> RunAsync(EngineHome home, int seed)
    {
        var world = new Random(seed);
        await home.StartAsync();
        await home.Engine.ScheduleAsync(s_recipe, seed, "run", CancellationToken.None);
        var end = home.EndOfAsync("run");
        while (!end.IsCompleted)
        {
            await home.AdvanceAsync(TimeSpan.FromSeconds(world.Next(0, 4)));
            if (end.IsCompleted) break;
            var name = "event-" + world.Next(3);
            await home.Engine.RaiseEventAsync("run", name, world.Next(100), CancellationToken.None);
            if (world.Next(10) == 0) await home.Engine.SuspendAsync("run", "hold", CancellationToken.None);
            if (world.Next(3) == 0) await home.Engine.ResumeAsync("run", "go on", CancellationToken.None);
        }

        (await end).Status.ShouldBe(OrchestrationStatus.Completed, $"seed {seed}");
        return home.Engine.ReadHistory("run")!;
    }

    private static async Task<string> CookAsync(OrchestrationContext context, Random random)
    {
        var log = new List<string>();
        var steps = random.Next(1, StepsMax);
        for (var step = 0; step < steps; step++) log.Add(await TakeAsync(context, random));
        return string.Join(' ', log.TakeLast(5));
    }

    private static async Task<string> TakeAsync(OrchestrationContext context, Random random)
    {
        var retry = new RetryOptions(3, TimeSpan.FromSeconds(random.Next(1, 4)));
        switch (random.Next(6))
        {
            case 0:
                return $"{await context.CallActivityAsync(s_step, random.Next(100), retry)}";
            case 1:
                return $"{(await Task.WhenAll(Enumerable.Range(0, random.Next(1, 6)).Select(n => context.CallActivityAsync(s_step, n, retry)))).Sum()}";
            case 2:
                await context.CreateTimer(TimeSpan.FromSeconds(random.Next(0, 5)));
                return $"{context.CurrentUtcDateTime:mm:ss}";
            case 3:
                try
                {
                    return $"{await context.CallSubOrchestratorAsync(s_child, random.Next(100))}";
                }
                catch (SubOrchestrationFailedException failure)
                {
                    return failure.Details.Code;
                }

            case 4:
                try
                {
                    return $"{await context.WaitForExternalEvent<int>("event-" + random.Next(3), TimeSpan.FromSeconds(random.Next(1, 6)))}";
                }
                catch (TaskCanceledException)
                {
                    return "late";
                }

            default:
                using (var cancellation = new CancellationTokenSource())
                {
                    var timer = context.CreateTimer(TimeSpan.FromSeconds(random.Next(1, 5)), cancellation.Token);
                    var call = context.CallActivityAsync(s_step, random.Next(100), retry);
                    var first = await Task.WhenAny(timer, call);
                    if (first == call) cancellation.Cancel();
                    return first == timer ? $"timer {context.NewGuid()}" : $"call {await call}";
                }
        }
    }
}
