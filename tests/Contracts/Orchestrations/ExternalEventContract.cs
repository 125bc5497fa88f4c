using FunctionsPipeline.Durable;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>Events raised from outside.</summary>
public abstract class ExternalEventContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan s_endless = TimeSpan.FromDays(1);

    private sealed record News(string Job, int Frames);

    [Fact]
    public async Task An_event_wakes_the_instance_that_waits_for_it()
    {
        await StartAsync(async (context, _) =>
        {
            var wait = context.WaitForExternalEvent<News>("done");
            await ArriveAsync(context, "waiting");
            return $"{await wait}";
        });
        await ArrivedAsync("waiting");

        await RaiseAsync("done", new News("j1", 24));

        (await OutputAsync()).ShouldBe($"{new News("j1", 24)}");
    }

    [Fact]
    public async Task Early_events_are_kept_in_order_and_names_do_not_look_at_case()
    {
        await StartAsync(async (context, _) =>
        {
            await ArriveAsync(context, "begun");
            await context.WaitForExternalEvent<string>("open");
            return await context.WaitForExternalEvent<string>("GO") + await context.WaitForExternalEvent<string>("go") + await context.WaitForExternalEvent<string>("Go");
        });
        await ArrivedAsync("begun");

        foreach (var (name, payload) in new[] { ("Go", "a"), ("gO", "b"), ("go", "c"), ("open", "") }) await RaiseAsync(name, payload);

        (await OutputAsync()).ShouldBe("abc");
    }

    [Fact]
    public async Task Waits_of_one_name_are_served_first_come_first_served()
    {
        await StartAsync(async (context, _) =>
        {
            var waits = Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<string>("go")).ToList();
            await ArriveAsync(context, "waiting");
            return string.Concat(await Task.WhenAll(waits));
        });
        await ArrivedAsync("waiting");

        foreach (var payload in new[] { "a", "b", "c" }) await RaiseAsync("go", payload);

        (await OutputAsync()).ShouldBe("abc");
    }

    [Fact]
    public async Task Names_are_apart()
    {
        await StartAsync(async (context, _) =>
        {
            var (go, stop) = (context.WaitForExternalEvent<string>("go"), context.WaitForExternalEvent<int>("stop"));
            await ArriveAsync(context, "waiting");
            return await Task.WhenAny(go, stop) == stop ? $"stop {await stop}, go {await go}" : "wrong";
        });
        await ArrivedAsync("waiting");

        await RaiseAsync("stop", 3);
        await RaiseAsync("go", "on");

        (await OutputAsync()).ShouldBe("stop 3, go on");
    }

    [Fact]
    public async Task A_wait_is_cancelled_when_its_time_passes() =>
        (await RunAsync(async (context, _) =>
        {
            var before = context.CurrentUtcDateTime;
            try
            {
                return await context.WaitForExternalEvent<string>("go", s_short);
            }
            catch (TaskCanceledException)
            {
                return context.CurrentUtcDateTime - before >= s_short ? "late" : "too soon";
            }
        })).Output.ShouldBe("\"late\"");

    [Fact]
    public async Task A_timeout_that_nobody_catches_fails_the_instance() =>
        (await RunAsync((context, _) => context.WaitForExternalEvent<string>("go", s_short))).Failure!.Message.ShouldStartWith("TaskCanceledException");

    [Fact]
    public async Task An_event_in_time_ends_its_wait_and_the_instance_without_the_timer()
    {
        await StartAsync(async (context, _) =>
        {
            var wait = context.WaitForExternalEvent<string>("go", s_endless);
            await ArriveAsync(context, "waiting");
            return await wait;
        });
        await ArrivedAsync("waiting");

        await RaiseAsync("go", "in time");

        (await OutputAsync()).ShouldBe("in time");
    }

    [Fact]
    public async Task An_early_event_answers_a_wait_with_a_timeout()
    {
        await StartAsync(async (context, _) =>
        {
            await ArriveAsync(context, "begun");
            await context.WaitForExternalEvent<string>("open");
            return await context.WaitForExternalEvent<string>("go", s_endless);
        });
        await ArrivedAsync("begun");

        await RaiseAsync("go", "early");
        await RaiseAsync("open", "");

        (await OutputAsync()).ShouldBe("early");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_event_after_waits_that_were_given_up_goes_to_the_next_wait(int givenUp)
    {
        await StartAsync(async (context, _) =>
        {
            for (var wait = 0; wait < givenUp; wait++)
            {
                try
                {
                    return "too soon: " + await context.WaitForExternalEvent<string>("go", s_short);
                }
                catch (TaskCanceledException)
                {
                    // As meant: nobody has raised it yet.
                }
            }

            await ArriveAsync(context, "given up");
            await context.WaitForExternalEvent<string>("open");
            return await context.WaitForExternalEvent<string>("go") + await context.WaitForExternalEvent<string>("go");
        });
        await ArrivedAsync("given up");

        await RaiseAsync("go", "a");
        await RaiseAsync("go", "b");
        await RaiseAsync("open", "");

        (await OutputAsync()).ShouldBe("ab");
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_event_to_the_one_after_it()
    {
        await StartAsync(async (context, _) =>
        {
            using var cancellation = new CancellationTokenSource();
            var first = context.WaitForExternalEvent<string>("go", cancellation.Token);
            var second = context.WaitForExternalEvent<string>("go");
            await ArriveAsync(context, "waiting");
            cancellation.Cancel();
            return $"{await Task.WhenAny(first) == first && first.IsCanceled} {await second}";
        });
        await ArrivedAsync("waiting");

        await RaiseAsync("go", "second");

        (await OutputAsync()).ShouldBe("True second");
    }

    [Fact]
    public async Task A_kept_event_survives_the_host()
    {
        await StartAsync(async (context, _) =>
        {
            await ArriveAsync(context, "begun");
            await context.WaitForExternalEvent<string>("open");
            return await context.WaitForExternalEvent<string>("go");
        });
        await ArrivedAsync("begun");
        await RaiseAsync("go", "early");

        await RestartHostAsync();
        await RaiseAsync("open", "");

        (await OutputAsync()).ShouldBe("early");
    }

    [Fact]
    public async Task An_event_of_the_wrong_shape_fails_its_wait()
    {
        await StartAsync(async (context, _) => $"{await context.WaitForExternalEvent<int>("go")}");

        await RaiseAsync("go", "no number");

        (await EndAsync()).Failure!.Message.ShouldStartWith("JsonException");
    }

    [Fact]
    public async Task An_event_for_nobody_is_refused()
    {
        await RunAsync((_, _) => Task.FromResult("done"));

        (await Client.RaiseEventAsync(Run, "go", "late", CancellationToken.None)).ShouldBeFalse();
        (await Client.RaiseEventAsync("unknown", "go", 1, CancellationToken.None)).ShouldBeFalse();
    }
}
