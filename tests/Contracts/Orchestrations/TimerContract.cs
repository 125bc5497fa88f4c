using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>Durable timers.</summary>
public abstract class TimerContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_timer_fires_when_it_is_due_and_not_before() =>
        (await RunAsync(async (context, _) =>
        {
            var due = context.CurrentUtcDateTime + s_short;
            await context.CreateTimer(s_short);
            return context.CurrentUtcDateTime >= due ? "due" : "too soon";
        })).Output.ShouldBe("\"due\"");

    [Fact]
    public async Task A_timer_in_the_past_fires_at_once() =>
        (await RunAsync(async (context, _) =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1));
            return "fired";
        })).Output.ShouldBe("\"fired\"");

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times() =>
        (await RunAsync(async (context, count) =>
        {
            var fired = new List<int>();
            await Task.WhenAll(Enumerable.Range(0, count).Reverse().Select(WaitAsync));
            return string.Join(' ', fired);

            async Task WaitAsync(int n)
            {
                await context.CreateTimer(s_short * (n + 1));
                fired.Add(n);
            }
        }, 4)).Output.ShouldBe("\"0 1 2 3\"");

    [Fact]
    public async Task A_cancelled_timer_ends_cancelled_and_nothing_waits_for_it() =>
        (await RunAsync(async (context, _) =>
        {
            using var cancellation = new CancellationTokenSource();
            var (longTimer, shortTimer) = (context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token), context.CreateTimer(s_short));
            var first = await Task.WhenAny(longTimer, shortTimer);
            cancellation.Cancel();
            try
            {
                await longTimer;
                return "fired";
            }
            catch (OperationCanceledException)
            {
                return first == shortTimer && longTimer.IsCanceled ? "cancelled" : "wrong";
            }
        })).Output.ShouldBe("\"cancelled\"");

    [Fact]
    public async Task A_timer_survives_the_host()
    {
        await StartAsync(async (context, _) =>
        {
            var due = context.CurrentUtcDateTime + (4 * s_short);
            var timer = context.CreateTimer(due);
            await ArriveAsync(context, "waiting");
            await timer;
            return context.CurrentUtcDateTime >= due ? "due" : "too soon";
        });
        await ArrivedAsync("waiting");

        await RestartHostAsync();

        (await OutputAsync()).ShouldBe("due");
    }
}
