using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Engine;

public sealed class ActivityTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, int> s_recipe = new("Recipe");
    private static readonly ActivityReference<int, int> s_step = new("Step");
    private readonly EngineHome _home = new() { ActivityConcurrencyMax = 3 };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task Results_come_back_to_the_call_they_belong_to()
    {
        _home.Registry.Activity(s_step, n => n * n).Orchestrator(s_recipe, async (context, count) =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync(s_step, n)));
            return results.Select((result, n) => result == n * n ? 1 : 0).Sum();
        });

        var state = await _home.RunAsync(s_recipe, 100);

        state.Status.ShouldBe(OrchestrationStatus.Completed);
        state.Output.ShouldBe("100");
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_allowed()
    {
        var running = 0;
        var peak = 0;
        var gate = new Lock();
        _home.Registry
            .AddActivity(s_step, async (_, n, _) =>
            {
                lock (gate) peak = Math.Max(peak, ++running);
                await Task.Yield();
                lock (gate) running--;
                return n;
            })
            .Orchestrator(s_recipe, async (context, count) => (await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync(s_step, n)))).Length);

        await _home.RunAsync(s_recipe, 50);

        peak.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task Activities_start_in_the_order_in_which_they_were_called()
    {
        await using var home = new EngineHome { ActivityConcurrencyMax = 1 };
        var starts = new List<int>();
        home.Registry
            .Activity(s_step, n =>
            {
                starts.Add(n);
                return n;
            })
            .Orchestrator(s_recipe, async (context, count) => (await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync(s_step, n)))).Length);

        await home.RunAsync(s_recipe, 50);

        starts.ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task An_activity_knows_where_its_call_stands()
    {
        var seen = new List<ActivityContext>();
        _home.Registry
            .AddActivity(s_step, (context, n, _) =>
            {
                seen.Add(context);
                return seen.Count < 3 ? throw new ActivityFailedException(new FailureDetails("busy", "Busy.")) : Task.FromResult(n);
            })
            .Orchestrator(s_recipe, (context, n) => context.CallActivityAsync(s_step, n, new RetryOptions(5, TimeSpan.Zero)));

        (await RunOnMovingClockAsync()).Output.ShouldBe("1");

        seen.ShouldBe([new("run", "Step", 1, 1), new("run", "Step", 1, 2), new("run", "Step", 1, 3)]);
    }

    [Fact]
    public async Task A_failure_keeps_its_details()
    {
        var details = new FailureDetails("moderated", "The provider refused the prompt. No money was spent.", IsRetryable: false, TimeSpan.FromSeconds(3));
        FailureDetails? seen = null;
        _home.Registry
            .AddActivity(s_step, (_, _, _) => Task.FromException<int>(new ActivityFailedException(details)))
            .Orchestrator(s_recipe, async (context, n) =>
            {
                try
                {
                    return await context.CallActivityAsync(s_step, n);
                }
                catch (ActivityFailedException failure)
                {
                    seen = failure.Details;
                    throw;
                }
            });

        var state = await _home.RunAsync(s_recipe, 1);

        seen.ShouldBe(details);
        state.Status.ShouldBe(OrchestrationStatus.Failed);
        state.Failure.ShouldBe(details);
    }

    [Fact]
    public async Task Any_other_exception_becomes_an_unhandled_one_without_its_stack()
    {
        _home.Registry
            .AddActivity(s_step, (_, n, _) => n > 0 ? throw new FormatException("Not a number.") : Task.FromResult(n))
            .Orchestrator(s_recipe, (context, n) => context.CallActivityAsync(s_step, n));

        (await _home.RunAsync(s_recipe, 1)).Failure.ShouldBe(new FailureDetails("unhandled_exception", "FormatException: Not a number."));
    }

    [Fact]
    public async Task A_very_long_message_is_cut()
    {
        _home.Registry
            .AddActivity(s_step, (_, n, _) => n > 0 ? throw new FormatException(new string('m', 100_000)) : Task.FromResult(n))
            .Orchestrator(s_recipe, (context, n) => context.CallActivityAsync(s_step, n));

        (await _home.RunAsync(s_recipe, 1)).Failure!.Message.Length.ShouldBe(Limits.FailureMessageCharsMax + 3);
    }

    [Fact]
    public async Task An_activity_without_a_registration_fails_the_orchestrator()
    {
        _home.Registry.Orchestrator(s_recipe, (context, n) => context.CallActivityAsync(s_step, n));

        (await _home.RunAsync(s_recipe, 1)).Failure!.Message.ShouldContain("Activity 'Step' is not registered");
    }

    [Fact]
    public async Task An_activity_that_was_under_way_at_the_stop_runs_again()
    {
        var runs = 0;
        var started = new TaskCompletionSource();
        _home.Registry
            .AddActivity(s_step, async (_, n, cancellationToken) =>
            {
                if (Interlocked.Increment(ref runs) > 1) return n + 1;
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return 0;
            })
            .Orchestrator(s_recipe, (context, n) => context.CallActivityAsync(s_step, n));
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 1, "run", CancellationToken.None);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await _home.RestartAsync();

        (await _home.EndOfAsync("run")).Output.ShouldBe("2");
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task An_activity_that_cancels_itself_has_failed()
    {
        _home.Registry
            .AddActivity(s_step, (_, _, _) => Task.FromCanceled<int>(new CancellationToken(true)))
            .Orchestrator(s_recipe, (context, n) => context.CallActivityAsync(s_step, n));

        (await _home.RunAsync(s_recipe, 1)).Failure!.Message.ShouldStartWith("TaskCanceledException");
    }

    [Fact]
    public async Task A_result_is_on_disk_before_the_orchestrators_next_step_starts()
    {
        var second = new ActivityReference<int, string>("Second");
        var onDisk = new OrchestratorReference<int, string>("OnDisk");
        await using var reader = new EmbeddedClient(_home.Path, _home.Clock);
        _home.Registry
            .Activity(s_step, n => n + 1)
            .Activity(second, n => HistoryJson.Write(reader.ReadHistory("run")!))
            .Orchestrator(onDisk, async (context, n) =>
            {
                var json = await context.CallActivityAsync(second, await context.CallActivityAsync(s_step, n));
                return json.Contains("\"kind\": \"ActivityCompleted\"", StringComparison.Ordinal) ? "seen" : json;
            });

        (await _home.RunAsync(onDisk, 1)).Output.ShouldBe("\"seen\"");
    }

    private async Task<OrchestrationState> RunOnMovingClockAsync()
    {
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 1, "run", CancellationToken.None);
        for (var step = 0; step < 10; step++) await _home.AdvanceAsync(TimeSpan.FromSeconds(1));
        return await _home.EndOfAsync("run");
    }
}
