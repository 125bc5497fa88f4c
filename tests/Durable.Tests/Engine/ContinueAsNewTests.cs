using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Engine;

public sealed class ContinueAsNewTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, string> s_recipe = new("Recipe");
    private static readonly ActivityReference<int, int> s_step = new("Step");
    private readonly EngineHome _home = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task An_execution_follows_the_other_with_the_new_input_and_an_empty_history()
    {
        _home.Registry.Activity(s_step, n => n + 1).Orchestrator(s_recipe, async (context, n) =>
        {
            var next = await context.CallActivityAsync(s_step, n);
            if (next == 100) return "done";
            context.ContinueAsNew(next);
            return "";
        });

        (await _home.RunAsync(s_recipe, 0)).Output.ShouldBe("\"done\"");

        var events = _home.Engine.ReadHistory("run")!.Events;
        events.Count.ShouldBe(4);
        events[0].ShouldBeOfType<ExecutionStarted>().Execution.ShouldBe(100);
    }

    [Fact]
    public async Task A_step_names_one_call_over_all_executions()
    {
        var steps = new List<int>();
        _home.Registry
            .AddActivity(s_step, (context, n, _) =>
            {
                steps.Add(context.Step);
                return Task.FromResult(n + 1);
            })
            .Orchestrator(s_recipe, async (context, n) =>
            {
                var next = await context.CallActivityAsync(s_step, await context.CallActivityAsync(s_step, n));
                if (next < 6) context.ContinueAsNew(next);
                return "done";
            });

        await _home.RunAsync(s_recipe, 0);

        steps.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [InlineData(true, "\"abc\"")]
    [InlineData(false, "\"c\"")]
    public async Task Events_that_were_not_asked_for_go_over_when_wanted(bool preserve, string expected)
    {
        _home.Registry.Orchestrator(s_recipe, async (context, n) =>
        {
            if (n == 1)
            {
                var got = "";
                while (!got.EndsWith('c')) got += await context.WaitForExternalEvent<string>("go");
                return got;
            }

            await context.WaitForExternalEvent<string>("next");
            context.ContinueAsNew(1, preserve);
            return "";
        });
        await StartAsync();
        await RaiseAsync("go", "a");
        await RaiseAsync("GO", "b");
        await _home.IdleAsync();
        await RaiseAsync("next", "");
        await _home.IdleAsync();
        await _home.RestartAsync();
        await RaiseAsync("go", "c");

        (await _home.EndOfAsync("run")).Output.ShouldBe(expected);
    }

    [Fact]
    public async Task An_event_that_comes_with_the_end_of_an_execution_goes_to_the_next()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, n) =>
        {
            var got = await context.WaitForExternalEvent<string>("go");
            if (n == 2) return got;
            context.ContinueAsNew(n + 1, preserveUnprocessedEvents: false);
            return "";
        });
        await StartAsync();
        await _home.IdleAsync();

        await Task.WhenAll(RaiseAsync("go", "a"), RaiseAsync("go", "b"), RaiseAsync("go", "c"));

        (await _home.EndOfAsync("run")).Status.ShouldBe(OrchestrationStatus.Completed);
    }

    [Fact]
    public async Task A_result_for_the_execution_before_is_dropped()
    {
        var release = new TaskCompletionSource();
        _home.Registry
            .AddActivity(s_step, async (_, n, _) =>
            {
                if (n == 0) await release.Task;
                return n;
            })
            .Orchestrator(s_recipe, async (context, n) =>
            {
                var call = context.CallActivityAsync(s_step, n);
                if (n == 1) return $"{await call}";
                await context.CreateTimer(TimeSpan.FromMinutes(1));
                context.ContinueAsNew(1);
                return "";
            });
        await StartAsync();
        await _home.Engine.GetAsync("run", CancellationToken.None);
        while (_home.Clock.NextDue is null) await Task.Yield();
        _home.Clock.Advance(TimeSpan.FromMinutes(1));

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"1\"");
        release.SetResult();
        await _home.IdleAsync();
        (await _home.StateAsync("run")).Output.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task A_child_that_continues_as_new_answers_its_parent_once()
    {
        var child = new OrchestratorReference<int, int>("Child");
        _home.Registry
            .Orchestrator(child, (context, n) =>
            {
                if (n < 5) context.ContinueAsNew(n + 1);
                return Task.FromResult(n);
            })
            .Orchestrator(s_recipe, async (context, n) => $"{await context.CallSubOrchestratorAsync(child, n)}");

        (await _home.RunAsync(s_recipe, 0)).Output.ShouldBe("\"5\"");
    }

    [Fact]
    public async Task Ids_differ_between_calls_executions_and_instances_and_repeat_at_a_replay()
    {
        var ids = new OrchestratorReference<string[], string[]>("Ids");
        _home.Registry.Orchestrator(ids, async (context, before) =>
        {
            string[] all = [.. before, $"{context.NewGuid()}", $"{context.NewGuid()}"];
            await context.WaitForExternalEvent<string>("go");
            all = [.. all, $"{context.NewGuid()}"];
            if (before.Length == 0) context.ContinueAsNew(all);
            return all;
        });
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(ids, [], "run", CancellationToken.None);
        await _home.IdleAsync();
        await RaiseAsync("go", "");
        await _home.IdleAsync();
        await _home.RestartAsync();
        await RaiseAsync("go", "");
        var first = await _home.EndOfAsync("run");

        var guids = System.Text.Json.JsonSerializer.Deserialize<Guid[]>(first.Output!)!;
        guids.Distinct().Count().ShouldBe(6);
        guids.ShouldAllBe(guid => guid.Version == 5);
        guids[0].ShouldBe(DeterministicGuid.Create("run_1_0"));
    }

    private async Task StartAsync()
    {
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 0, "run", CancellationToken.None);
    }

    private Task<bool> RaiseAsync(string name, string payload) => _home.Engine.RaiseEventAsync("run", name, payload, CancellationToken.None);
}
