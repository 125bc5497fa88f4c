using System.Collections.Concurrent;
using FunctionsPipeline.Durable;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>What a recipe sees when it is run again from its start.</summary>
public abstract class ReplayContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    private sealed record Sight(Guid First, Guid Second, DateTime Now, string Instance, string Name, bool IsReplaying);

    [Fact]
    public async Task A_replay_sees_the_same_ids_times_and_names()
    {
        var sights = new ConcurrentQueue<Sight>();
        await StartAsync(async (context, n) =>
        {
            sights.Enqueue(new Sight(context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime, context.InstanceId, context.Name, context.IsReplaying));
            await ArriveAsync(context, "waiting");
            return $"{context.IsReplaying} {await context.WaitForExternalEvent<string>("go")}";
        });
        await ArrivedAsync("waiting");

        await RestartHostAsync();
        await RaiseAsync("go", "on");

        (await OutputAsync()).ShouldEndWith("on");
        sights.Count.ShouldBeGreaterThan(1);
        sights.Count(sight => !sight.IsReplaying).ShouldBe(1);
        sights.Select(sight => sight with { IsReplaying = false }).Distinct().Count().ShouldBe(1);
        var seen = sights.First();
        seen.First.ShouldNotBe(seen.Second);
        (seen.First.Version, seen.Instance, seen.Name, seen.Now.Kind).ShouldBe((5, Run, Recipe.Name, DateTimeKind.Utc));
    }

    [Fact]
    public async Task Ids_differ_between_calls_executions_and_instances()
    {
        var ids = new ConcurrentQueue<Guid>();
        var child = new OrchestratorReference<int, int>("ContractChild");
        Orchestrator(child, (context, n) =>
        {
            if (!context.IsReplaying) ids.Enqueue(context.NewGuid());
            return Task.FromResult(n);
        });
        await RunAsync(async (context, n) =>
        {
            var (first, second) = (context.NewGuid(), context.NewGuid());
            if (!context.IsReplaying)
            {
                ids.Enqueue(first);
                ids.Enqueue(second);
            }

            await context.CallSubOrchestratorAsync(child, n, $"child-{n}");
            if (n == 0) context.ContinueAsNew(1);
            return "";
        });

        ids.Count.ShouldBe(6);
        ids.Distinct().Count().ShouldBe(6);
    }

    [Fact]
    public async Task A_replay_safe_logger_says_everything_once()
    {
        await StartAsync(async (context, _) =>
        {
            var logger = context.CreateReplaySafeLogger("Recipe");
            logger.LogInformation("Begun.");
            await ArriveAsync(context, "waiting");
            logger.LogInformation("Waiting.");
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<string>("go");
            logger.LogInformation("Ended.");
            return "";
        });

        // A turn that was not written down is taken again, and says everything again.
        await StateAsync(state => state.CustomStatus is not null);

        await RestartHostAsync();
        await RaiseAsync("go", "");
        await OutputAsync();

        Loggers.Of("Recipe").ShouldBe(["Begun.", "Waiting.", "Ended."]);
    }

    [Fact]
    public async Task After_a_restart_no_finished_step_runs_again_and_the_rest_runs_once()
    {
        var runs = new ConcurrentQueue<int>();
        var child = new OrchestratorReference<int, int>("ContractChild");
        Activity(Step, n =>
        {
            runs.Enqueue(n);
            return n * 10;
        });
        Orchestrator(child, (context, n) => context.CallActivityAsync(Step, n));
        await StartAsync(async (context, _) =>
        {
            var sum = await context.CallActivityAsync(Step, 1);
            sum += (await Task.WhenAll(context.CallActivityAsync(Step, 2), context.CallSubOrchestratorAsync(child, 3))).Sum();
            await context.CreateTimer(TimeSpan.FromMilliseconds(10));
            await ArriveAsync(context, "half");
            sum += await context.WaitForExternalEvent<int>("go");
            sum += await context.CallSubOrchestratorAsync(child, 4);
            return $"{sum}";
        });
        await ArrivedAsync("half");

        await RestartHostAsync();
        await RaiseAsync("go", 1000);

        (await OutputAsync()).ShouldBe("1100");
        runs.Order().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task An_activity_that_was_under_way_when_the_host_went_away_runs_again()
    {
        var runs = 0;
        Registry.AddActivity(Step, async (_, n, cancellationToken) =>
        {
            if (Interlocked.Increment(ref runs) > 1) return n + 1;
            Arrive("under way");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        });
        await StartAsync(async (context, n) => $"{await context.CallActivityAsync(Step, n)}", 1);
        await ArrivedAsync("under way");

        await RestartHostAsync();

        (await OutputAsync()).ShouldBe("2");
        runs.ShouldBe(2);
    }
}
