namespace FunctionsPipeline.Durable.Tests.Engine;

public sealed class SubOrchestrationTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, string> s_parent = new("Parent");
    private static readonly OrchestratorReference<int, int> s_child = new("Child");
    private readonly EngineHome _home = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_parent_gets_what_its_children_return()
    {
        _home.Registry
            .Orchestrator(s_child, (context, n) => Task.FromResult(n * 2))
            .Orchestrator(s_parent, async (context, count) =>
                string.Join(',', await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallSubOrchestratorAsync(s_child, n)))));

        (await _home.RunAsync(s_parent, 5)).Output.ShouldBe("\"0,2,4,6,8\"");
    }

    [Fact]
    public async Task A_child_knows_its_parent_and_has_the_id_it_was_given()
    {
        var names = new OrchestratorReference<int, string>("Names");
        _home.Registry
            .Orchestrator(names, (context, _) => Task.FromResult($"{context.Name} {context.InstanceId} {context.ParentInstanceId}"))
            .Orchestrator(s_parent, async (context, n) =>
                $"{await context.CallSubOrchestratorAsync(names, n)}, {await context.CallSubOrchestratorAsync(names, n, "mine")}, {context.ParentInstanceId}.");

        (await _home.RunAsync(s_parent, 0)).Output.ShouldBe("\"Names run:1 run, Names mine run, .\"");
    }

    [Fact]
    public async Task A_failed_child_fails_its_call_with_the_cause()
    {
        _home.Registry
            .Orchestrator(s_child, (_, _) => Task.FromException<int>(new ActivityFailedException(new FailureDetails("quota", "No credit is left."))))
            .Orchestrator(s_parent, async (context, n) =>
            {
                try
                {
                    return $"{await context.CallSubOrchestratorAsync(s_child, n)}";
                }
                catch (SubOrchestrationFailedException failure)
                {
                    return $"{failure.InstanceId} {failure.Details.Code}";
                }
            });

        (await _home.RunAsync(s_parent, 0)).Output.ShouldBe("\"run:1 quota\"");
    }

    [Fact]
    public async Task A_failed_child_is_tried_again_under_the_same_id()
    {
        var attempts = 0;
        _home.Registry
            .Orchestrator(s_child, (_, n) => ++attempts < 3 ? throw new FormatException("No.") : Task.FromResult(n))
            .Orchestrator(s_parent, async (context, n) =>
                $"{await context.CallSubOrchestratorAsync(s_child, n, "mine", new RetryOptions(3, TimeSpan.FromSeconds(1)))}");
        await ScheduleAsync(7);

        for (var second = 0; second < 5; second++) await _home.AdvanceAsync(TimeSpan.FromSeconds(1));

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"7\"");
        attempts.ShouldBe(3);
    }

    [Fact]
    public async Task An_id_that_belongs_to_another_instance_fails_the_call()
    {
        _home.Registry
            .Orchestrator(s_child, (_, n) => Task.FromResult(n))
            .Orchestrator(s_parent, async (context, n) => $"{await context.CallSubOrchestratorAsync(s_child, n, "run")}");

        (await _home.RunAsync(s_parent, 0)).Failure!.Code.ShouldBe("instance_exists");
    }

    [Fact]
    public async Task A_child_that_ended_while_its_parent_could_not_be_told_is_not_run_again()
    {
        var runs = 0;
        _home.Registry
            .Orchestrator(s_child, (_, n) =>
            {
                runs++;
                return Task.FromResult(n);
            })
            .Orchestrator(s_parent, async (context, n) => $"{await context.CallSubOrchestratorAsync(s_child, n)}");
        await ScheduleAsync(7);
        await _home.Engine.SuspendAsync("run", "hold", CancellationToken.None);
        await _home.IdleAsync();

        await _home.RestartAsync();
        await _home.Engine.ResumeAsync("run", "go on", CancellationToken.None);

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"7\"");
        runs.ShouldBe(1);
    }

    [Fact]
    public async Task A_child_that_nobody_waits_for_outlives_its_parent_and_a_restart()
    {
        _home.Registry
            .Orchestrator(s_child, (context, _) => context.WaitForExternalEvent<int>("go"))
            .Orchestrator(s_parent, (context, n) =>
            {
                _ = context.CallSubOrchestratorAsync(s_child, n, "orphan");
                return Task.FromResult("left");
            });
        (await _home.RunAsync(s_parent, 0)).Output.ShouldBe("\"left\"");

        await _home.RestartAsync();
        await _home.Engine.RaiseEventAsync("orphan", "go", 3, CancellationToken.None);

        (await _home.EndOfAsync("orphan")).Output.ShouldBe("3");
    }

    [Fact]
    public async Task Deep_trees_end()
    {
        _home.Registry.Orchestrator(s_child, async (context, depth) => depth == 0 ? 0 : 1 + await context.CallSubOrchestratorAsync(s_child, depth - 1))
            .Orchestrator(s_parent, async (context, depth) => $"{await context.CallSubOrchestratorAsync(s_child, depth)}");

        (await _home.RunAsync(s_parent, 50)).Output.ShouldBe("\"50\"");
    }

    private async Task ScheduleAsync(int input)
    {
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_parent, input, "run", CancellationToken.None);
    }
}
