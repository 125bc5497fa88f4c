using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.Durable.Tests.Engine;

public sealed class TimerTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, DateTime> s_recipe = new("Recipe");
    private static readonly OrchestratorReference<int, int[]> s_many = new("Many");
    private static readonly string s_inOrder = "[" + string.Join(',', Enumerable.Range(0, 20)) + "]";
    private readonly EngineHome _home = new();

    private DateTime Noon { get; } = new ManualTimeProvider().GetUtcNow().UtcDateTime;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_timer_fires_when_it_is_due_and_not_before()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, minutes) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(minutes));
            return context.CurrentUtcDateTime;
        });
        await ScheduleAsync(10);

        await _home.AdvanceAsync(TimeSpan.FromMinutes(9));
        (await _home.StateAsync("run")).IsEnded.ShouldBeFalse();
        await _home.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"2026-11-01T12:10:00Z\"");
    }

    [Fact]
    public async Task A_timer_in_the_past_fires_at_once()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, _) =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1));
            return context.CurrentUtcDateTime;
        });
        await ScheduleAsync(0);

        await _home.AdvanceAsync(TimeSpan.Zero);

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"2026-11-01T12:00:00Z\"");
    }

    [Fact]
    public async Task A_timer_survives_the_process_and_may_have_become_due_meanwhile()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, minutes) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(minutes));
            return context.CurrentUtcDateTime;
        });
        await ScheduleAsync(10);
        await _home.IdleAsync();

        await _home.Engine.StopAsync(drain: false);
        _home.Clock.Advance(TimeSpan.FromHours(1));
        await _home.StartAsync();
        await _home.AdvanceAsync(TimeSpan.Zero);

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"2026-11-01T13:00:00Z\"");
    }

    [Fact]
    public async Task Many_timers_fire_in_the_order_of_their_times()
    {
        await ScheduleManyAsync();

        for (var minute = 0; minute < 20; minute++) await _home.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await _home.EndOfAsync("run")).Output.ShouldBe(s_inOrder);
    }

    [Fact]
    public async Task Timers_that_became_due_while_no_process_ran_fire_in_the_order_of_their_times()
    {
        await ScheduleManyAsync();
        await _home.IdleAsync();

        await _home.Engine.StopAsync(drain: false);
        _home.Clock.Advance(TimeSpan.FromHours(1));
        await _home.StartAsync();
        await _home.AdvanceAsync(TimeSpan.Zero);

        (await _home.EndOfAsync("run")).Output.ShouldBe(s_inOrder);
    }

    [Fact]
    public async Task A_cancelled_timer_ends_at_once_and_leaves_nothing_to_wait_for()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, _) =>
        {
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token);
            cancellation.Cancel();
            timer.IsCanceled.ShouldBeTrue();
            await Task.WhenAny(timer);
            return context.CurrentUtcDateTime;
        });

        (await _home.RunAsync(s_recipe, 0)).Status.ShouldBe(OrchestrationStatus.Completed);
        _home.Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public async Task A_clock_that_is_set_back_delays_no_timer_and_turns_no_time_back()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, minutes) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(minutes));
            return context.CurrentUtcDateTime;
        });
        await ScheduleAsync(10);
        await _home.IdleAsync();

        _home.Clock.JumpTo(Noon.AddHours(-3));
        await _home.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"2026-11-01T12:10:00Z\"");
    }

    [Fact]
    public async Task A_timer_set_after_the_clock_was_set_back_waits_its_time()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, minutes) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(minutes));
            return context.CurrentUtcDateTime;
        });
        await _home.StartAsync();
        _home.Clock.JumpTo(Noon.AddHours(-3));
        await ScheduleAsync(10);

        await _home.AdvanceAsync(TimeSpan.FromMinutes(9));
        (await _home.StateAsync("run")).IsEnded.ShouldBeFalse();
        await _home.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"2026-11-01T09:10:00Z\"");
    }

    [Fact]
    public async Task A_clock_that_leaps_ahead_makes_a_timer_due_within_half_a_minute()
    {
        _home.Registry.Orchestrator(s_recipe, async (context, minutes) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(minutes));
            return context.CurrentUtcDateTime;
        });
        await ScheduleAsync(600);
        await _home.IdleAsync();

        _home.Clock.JumpTo(Noon.AddHours(11));
        await _home.AdvanceAsync(TimeSpan.FromSeconds(30));

        (await _home.EndOfAsync("run")).Status.ShouldBe(OrchestrationStatus.Completed);
    }

    /// <summary>An instance with 20 timers, the latest set first, that gives the order in which they fire.</summary>
    private async Task ScheduleManyAsync()
    {
        _home.Registry.Orchestrator(s_many, async (context, count) =>
        {
            var fired = new List<int>();
            await Task.WhenAll(Enumerable.Range(0, count).Reverse().Select(Wait));
            return [.. fired];

            async Task Wait(int minutes)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes));
                fired.Add(minutes);
            }
        });
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_many, 20, "run", CancellationToken.None);
    }

    private async Task ScheduleAsync(int minutes)
    {
        var engine = _home.Clock.GetUtcNow() < Noon ? _home.Engine : await _home.StartAsync();
        await engine.ScheduleAsync(s_recipe, minutes, "run", CancellationToken.None);
    }
}
