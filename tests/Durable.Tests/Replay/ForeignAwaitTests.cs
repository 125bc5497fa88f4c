using FunctionsPipeline.Durable.Engine;
using static FunctionsPipeline.Durable.Tests.Replay.ReplayTable;

namespace FunctionsPipeline.Durable.Tests.Replay;

/// <summary>Orchestrators that await something of their own are stopped with a clear failure instead of hanging.</summary>
public sealed class ForeignAwaitTests
{
    private const string Expected = "foreign_await: The orchestrator 'Recipe' awaits something that did not come from its context";

    [Fact]
    public void A_task_of_its_own_is_found_out_at_once() =>
        Decide(
            async (_, _) =>
            {
                await new TaskCompletionSource().Task;
                return "";
            },
            [],
            Started).Single().ShouldContain(Expected);

    [Fact]
    public async Task A_task_of_its_own_is_found_out_even_while_it_also_waits_for_its_context()
    {
        var own = new TaskCompletionSource();
        var engine = New(async (context, input) =>
        {
            var call = context.CallActivityAsync(Download, input);
            await own.Task;
            return await call;
        });
        var decisions = new List<HistoryEvent>();
        engine.Deliver(Started, decisions);
        await Task.Run(own.SetResult);

        engine.Deliver(new EventRaised("any", "1"), decisions);

        decisions.Last().ShouldBeOfType<ExecutionFailed>().Failure.Code.ShouldBe("foreign_await");
    }

    [Fact]
    public void Leaving_the_turn_by_ConfigureAwait_fails() =>
        Decide(
            async (context, input) =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1)).ConfigureAwait(false);
                return await context.CallActivityAsync(Download, input);
            },
            [Started, new TimerCreated(1, Noon.AddMinutes(1))],
            new TimerFired(1)).Single().ShouldContain("ExecutionFailed");

    [Fact]
    public void Yielding_stays_on_the_turn() =>
        Decide(
            async (context, input) =>
            {
                await Task.Yield();
                return await context.CallActivityAsync(Download, input);
            },
            [],
            Started).ShouldBe(["1 ActivityScheduled 'Download'"]);

    [Fact]
    public void An_async_void_method_that_throws_fails_the_instance() =>
        Decide(
            async (context, input) =>
            {
                Throw();
                return await context.CallActivityAsync(Download, input);

                static async void Throw()
                {
                    await Task.Yield();
                    throw new FormatException("Lost.");
                }
            },
            [],
            Started).Last().ShouldBe("2 ExecutionFailed 'unhandled_exception: FormatException: Lost.'");

    [Fact]
    public void The_context_is_of_no_use_outside_the_turn()
    {
        OrchestrationContext? kept = null;
        Decide(
            (context, input) =>
            {
                kept = context;
                return context.CallActivityAsync(Download, input);
            },
            [],
            Started);

        Should.Throw<InvalidOperationException>(() => { _ = kept!.CallActivityAsync(Download, "x"); }).Message.ShouldContain("outside the orchestrator's turn");
        Should.Throw<InvalidOperationException>(() => kept!.NewGuid());
    }
}
