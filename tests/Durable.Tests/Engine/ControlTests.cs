using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Engine;

/// <summary>Suspend, resume, terminate, purge, list, schedule.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, string> s_recipe = new("Recipe");
    private static readonly OrchestratorReference<int, string> s_parent = new("Parent");
    private static readonly ActivityReference<int, int> s_step = new("Step");
    private readonly EngineHome _home = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_suspended_instance_takes_nothing_until_it_is_resumed_and_then_all_in_order()
    {
        await StartAsync(async (context, _) =>
            await context.WaitForExternalEvent<string>("go") + await context.WaitForExternalEvent<string>("go") + $"{context.CurrentUtcDateTime:HH:mm}");
        (await _home.Engine.SuspendAsync("run", "hold", CancellationToken.None)).ShouldBeTrue();
        await RaiseAsync("a");
        await RaiseAsync("b");
        await _home.AdvanceAsync(TimeSpan.FromMinutes(5));
        (await _home.StateAsync("run")).Status.ShouldBe(OrchestrationStatus.Suspended);

        (await _home.Engine.ResumeAsync("run", "go on", CancellationToken.None)).ShouldBeTrue();

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"ab12:05\"");
    }

    [Fact]
    public async Task An_activity_under_way_at_the_suspension_ends_and_its_result_is_kept()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var runs = 0;
        _home.Registry.AddActivity(s_step, async (_, n, _) =>
        {
            runs++;
            started.SetResult();
            await release.Task;
            return n + 1;
        });
        await StartAsync(async (context, n) => $"{await context.CallActivityAsync(s_step, n)}");
        await started.Task;
        await _home.Engine.SuspendAsync("run", "hold", CancellationToken.None);
        release.SetResult();
        await _home.IdleAsync();

        await _home.RestartAsync();
        (await _home.StateAsync("run")).Status.ShouldBe(OrchestrationStatus.Suspended);
        await _home.Engine.ResumeAsync("run", "go on", CancellationToken.None);

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"1\"");
        runs.ShouldBe(1);
    }

    [Fact]
    public async Task Terminating_ends_the_instance_its_children_and_their_waits()
    {
        await StartTreeAsync();

        (await _home.Engine.TerminateAsync("run", "enough", CancellationToken.None)).ShouldBeTrue();

        foreach (var id in new[] { "run", "run:1", "run:2" })
        {
            var state = await _home.EndOfAsync(id);
            state.Status.ShouldBe(OrchestrationStatus.Terminated);
            state.Failure.ShouldBe(new FailureDetails("terminated", "enough", IsRetryable: false));
        }

        (await _home.Engine.TerminateAsync("run", "again", CancellationToken.None)).ShouldBeFalse();
        (await _home.Engine.TerminateAsync("unknown", "x", CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Terminating_a_child_fails_the_call_of_its_parent()
    {
        await StartTreeAsync();

        await _home.Engine.TerminateAsync("run:1", "enough", CancellationToken.None);
        await _home.Engine.RaiseEventAsync("run:2", "go", "x", CancellationToken.None);

        (await _home.EndOfAsync("run")).Failure.ShouldBe(new FailureDetails("terminated", "enough", IsRetryable: false));
    }

    [Fact]
    public async Task A_result_that_comes_after_the_termination_is_dropped()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _home.Registry.AddActivity(s_step, async (_, n, _) =>
        {
            started.SetResult();
            await release.Task;
            return n;
        });
        await StartAsync(async (context, n) => $"{await context.CallActivityAsync(s_step, n)}");
        await started.Task;

        await _home.Engine.TerminateAsync("run", "enough", CancellationToken.None);
        release.SetResult();
        await _home.IdleAsync();

        (await _home.StateAsync("run")).Status.ShouldBe(OrchestrationStatus.Terminated);
        _home.Engine.ReadHistory("run")!.Events.ShouldNotContain(line => line is ActivityCompleted);
    }

    [Fact]
    public async Task A_terminated_instance_is_not_taken_up_again()
    {
        await StartTreeAsync();
        await _home.Engine.TerminateAsync("run", "enough", CancellationToken.None);

        await _home.RestartAsync();
        await _home.IdleAsync();

        (await _home.StateAsync("run:2")).Status.ShouldBe(OrchestrationStatus.Terminated);
    }

    [Fact]
    public async Task Purging_needs_an_ended_instance_and_leaves_nothing_of_it()
    {
        await StartTreeAsync();
        (await _home.Engine.PurgeAsync("run", CancellationToken.None)).ShouldBeFalse();
        await _home.Engine.TerminateAsync("run", "enough", CancellationToken.None);

        (await _home.Engine.PurgeAsync("run", CancellationToken.None)).ShouldBeTrue();

        (await _home.Engine.GetAsync("run", CancellationToken.None)).ShouldBeNull();
        (await ListAsync("")).ShouldBeEmpty();
        _home.Engine.ReadHistory("run").ShouldBeNull();
        (await _home.Engine.ScheduleAsync(s_parent, 0, "run", CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_id_is_started_once()
    {
        var runs = 0;
        await StartAsync((_, _) => Task.FromResult($"{++runs}"));
        await _home.EndOfAsync("run");

        (await _home.Engine.ScheduleAsync(s_recipe, 0, "run", CancellationToken.None)).ShouldBeFalse();
        await _home.IdleAsync();

        runs.ShouldBe(1);
    }

    [Fact]
    public async Task Instances_are_listed_by_prefix()
    {
        await StartTreeAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 0, "other", CancellationToken.None);

        (await ListAsync("run")).ShouldBe(["run", "run:1", "run:2"]);
        (await ListAsync("")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_custom_status_is_seen_from_outside_and_goes_over_to_the_next_execution()
    {
        await StartAsync(async (context, n) =>
        {
            if (n > 0) return await context.WaitForExternalEvent<string>("end");
            context.SetCustomStatus(new { Stage = "first", Count = 1 });
            await context.WaitForExternalEvent<string>("go");
            context.SetCustomStatus(new { Stage = "second" });
            context.ContinueAsNew(1);
            return "";
        });
        await _home.IdleAsync();
        (await _home.StateAsync("run")).CustomStatus.ShouldBe("{\"stage\":\"first\",\"count\":1}");

        await RaiseAsync("x");
        await _home.IdleAsync();
        (await _home.StateAsync("run")).CustomStatus.ShouldBe("{\"stage\":\"second\"}");
        await _home.RestartAsync();
        await _home.Engine.RaiseEventAsync("run", "end", "done", CancellationToken.None);

        (await _home.EndOfAsync("run")).CustomStatus.ShouldBe("{\"stage\":\"second\"}");
    }

    [Fact]
    public async Task Waiting_for_an_unknown_instance_says_so()
    {
        await _home.StartAsync();

        (await Should.ThrowAsync<KeyNotFoundException>(_home.EndOfAsync("unknown"))).Message.ShouldContain("'unknown'");
    }

    [Fact]
    public async Task An_orchestrator_without_a_registration_is_refused_at_the_start()
    {
        await _home.StartAsync();

        await Should.ThrowAsync<InvalidOperationException>(_home.Engine.ScheduleAsync(s_recipe, 0, "run", CancellationToken.None));
        (await _home.Engine.GetAsync("run", CancellationToken.None)).ShouldBeNull();
    }

    private async Task StartTreeAsync()
    {
        _home.Registry
            .Orchestrator(s_parent, async (context, n) => string.Concat(await Task.WhenAll(
                context.CallSubOrchestratorAsync(s_recipe, n), context.CallSubOrchestratorAsync(s_recipe, n))))
            .Orchestrator(s_recipe, (context, _) => context.WaitForExternalEvent<string>("go", TimeSpan.FromDays(1)));
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_parent, 0, "run", CancellationToken.None);
        await _home.IdleAsync();
    }

    private async Task StartAsync(Func<OrchestrationContext, int, Task<string>> recipe)
    {
        _home.Registry.Orchestrator(s_recipe, recipe);
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 0, "run", CancellationToken.None);
    }

    private Task<bool> RaiseAsync(string payload) => _home.Engine.RaiseEventAsync("run", "go", payload, CancellationToken.None);

    private async Task<List<string>> ListAsync(string prefix) =>
        await _home.Engine.ListAsync(prefix, CancellationToken.None).Select(state => state.InstanceId).ToListAsync();
}
