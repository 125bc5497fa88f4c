using FunctionsPipeline.Durable;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>Executions of one instance that follow each other.</summary>
public abstract class ContinueAsNewContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    [Fact]
    public async Task An_execution_follows_the_other_with_the_new_input()
    {
        Activity(Step, n => n + 1);

        var state = await RunAsync(async (context, n) =>
        {
            var next = await context.CallActivityAsync(Step, n);
            if (next < 20) context.ContinueAsNew(next);
            return $"{next}";
        });

        state.Output.ShouldBe("\"20\"");
        state.InstanceId.ShouldBe(Run);
        state.Input.ShouldBe("19");
    }

    [Theory]
    [InlineData(true, "abc")]
    [InlineData(false, "c")]
    public async Task Events_that_were_not_asked_for_go_over_when_wanted(bool preserve, string expected)
    {
        await StartAsync(async (context, n) =>
        {
            if (n == 1)
            {
                await ArriveAsync(context, "second");
                var got = "";
                while (!got.EndsWith('c')) got += await context.WaitForExternalEvent<string>("go");
                return got;
            }

            await ArriveAsync(context, "first");
            await context.WaitForExternalEvent<string>("next");
            context.ContinueAsNew(1, preserve);
            return "";
        });
        await ArrivedAsync("first");

        await RaiseAsync("go", "a");
        await RaiseAsync("GO", "b");
        await RaiseAsync("next", "");
        await ArrivedAsync("second");
        await RaiseAsync("go", "c");

        (await OutputAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task An_event_that_a_given_up_wait_would_have_had_goes_over()
    {
        await StartAsync(async (context, n) =>
        {
            if (n == 1) return await context.WaitForExternalEvent<string>("go") + await context.WaitForExternalEvent<string>("go");
            using var cancellation = new CancellationTokenSource();
            var wait = context.WaitForExternalEvent<string>("go", cancellation.Token);
            await ArriveAsync(context, "waiting");
            cancellation.Cancel();
            await Task.WhenAny(wait);
            await ArriveAsync(context, "given up");
            await context.WaitForExternalEvent<string>("next");
            context.ContinueAsNew(1);
            return "";
        });
        await ArrivedAsync("given up");

        await RaiseAsync("go", "a");
        await RaiseAsync("go", "b");
        await RaiseAsync("next", "");

        (await OutputAsync()).ShouldBe("ab");
    }

    [Fact]
    public async Task Events_that_come_with_the_end_of_an_execution_go_to_the_next()
    {
        await StartAsync(async (context, n) =>
        {
            if (n == 1)
            {
                var rest = Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<string>("go"));
                return string.Concat(await Task.WhenAll(rest));
            }

            // The second wait is still open at the end: so is a run's for its cancellation.
            var (first, second) = (context.WaitForExternalEvent<string>("go"), context.WaitForExternalEvent<string>("go"));
            await ArriveAsync(context, "waiting");
            await first;
            context.ContinueAsNew(1);
            return $"{second.IsCompleted}";
        });
        await ArrivedAsync("waiting");

        // Held back and let go together, so that they come in one turn.
        await Client.SuspendAsync(Run, "hold", CancellationToken.None);
        await StateAsync(state => state.Status == OrchestrationStatus.Suspended);
        foreach (var payload in new[] { "a", "b", "c", "d" }) await RaiseAsync("go", payload);
        await Client.ResumeAsync(Run, "go on", CancellationToken.None);

        (await OutputAsync()).ShouldBe("bcd");
    }
}
