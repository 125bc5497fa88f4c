namespace FunctionsPipeline.Durable.Tests.Engine;

public sealed class ExternalEventTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, string> s_recipe = new("Recipe");
    private readonly EngineHome _home = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task An_event_wakes_the_instance_that_waits_for_it()
    {
        await StartAsync((context, _) => context.WaitForExternalEvent<string>("go"));
        await _home.IdleAsync();

        (await RaiseAsync("go", "now")).ShouldBeTrue();

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"now\"");
    }

    [Fact]
    public async Task An_early_event_is_kept_and_names_do_not_look_at_case()
    {
        await StartAsync(async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1));
            return await context.WaitForExternalEvent<string>("GO") + await context.WaitForExternalEvent<string>("go");
        });
        await RaiseAsync("Go", "a");
        await RaiseAsync("gO", "b");

        await _home.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"ab\"");
    }

    [Fact]
    public async Task Waits_of_one_name_are_served_first_come_first_served()
    {
        await StartAsync(async (context, _) =>
        {
            var waits = Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<string>("go")).ToList();
            var other = context.WaitForExternalEvent<string>("other");
            return string.Concat(await Task.WhenAll(waits)) + await other;
        });
        foreach (var payload in new[] { "a", "b", "c" }) await RaiseAsync("go", payload);
        await RaiseAsync("other", "d");

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"abcd\"");
    }

    [Fact]
    public async Task A_kept_event_survives_the_process()
    {
        await StartAsync(async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1));
            return await context.WaitForExternalEvent<string>("go");
        });
        await RaiseAsync("go", "early");

        await _home.RestartAsync();
        await _home.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"early\"");
    }

    [Fact]
    public async Task A_wait_with_a_timeout_is_cancelled_when_the_time_passes()
    {
        await StartAsync((context, _) => context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1)));

        await _home.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await _home.EndOfAsync("run")).Failure!.Message.ShouldStartWith("TaskCanceledException");
    }

    [Fact]
    public async Task A_wait_with_a_timeout_that_is_answered_leaves_no_timer()
    {
        await StartAsync((context, _) => context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1)));
        await _home.IdleAsync();

        await RaiseAsync("go", "in time");

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"in time\"");
        await _home.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await _home.StateAsync("run")).Status.ShouldBe(OrchestrationStatus.Completed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_that_comes_at_the_moment_of_the_timeout_is_not_lost(bool eventFirst)
    {
        await StartAsync(async (context, _) =>
        {
            try
            {
                return "in time: " + await context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                return "kept: " + await context.WaitForExternalEvent<string>("go");
            }
        });
        await _home.IdleAsync();

        if (eventFirst) await RaiseAsync("go", "x");
        _home.Clock.Advance(TimeSpan.FromMinutes(1));
        if (!eventFirst) await RaiseAsync("go", "x");

        (await _home.EndOfAsync("run")).Output.ShouldBe(eventFirst ? "\"in time: x\"" : "\"kept: x\"");
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_event_to_the_next_one()
    {
        await StartAsync(async (context, _) =>
        {
            using var cancellation = new CancellationTokenSource();
            var first = context.WaitForExternalEvent<string>("go", cancellation.Token);
            cancellation.Cancel();
            first.IsCanceled.ShouldBeTrue();
            return await context.WaitForExternalEvent<string>("go");
        });
        await _home.IdleAsync();

        await RaiseAsync("go", "second");

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"second\"");
    }

    [Fact]
    public async Task An_event_of_the_wrong_shape_fails_its_wait()
    {
        await StartAsync(async (context, _) => (await context.WaitForExternalEvent<int>("go")).ToString());
        await RaiseAsync("go", "no number");

        (await _home.EndOfAsync("run")).Failure!.Message.ShouldStartWith("JsonException");
    }

    [Fact]
    public async Task An_event_for_nobody_is_refused()
    {
        await StartAsync((context, _) => Task.FromResult("done"));
        await _home.EndOfAsync("run");

        (await RaiseAsync("go", "late")).ShouldBeFalse();
        (await _home.Engine.RaiseEventAsync("unknown", "go", 1, CancellationToken.None)).ShouldBeFalse();
    }

    private async Task StartAsync(Func<OrchestrationContext, int, Task<string>> recipe)
    {
        _home.Registry.Orchestrator(s_recipe, recipe);
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 0, "run", CancellationToken.None);
    }

    private Task<bool> RaiseAsync(string name, string payload) => _home.Engine.RaiseEventAsync("run", name, payload, CancellationToken.None);
}
