using FunctionsPipeline.Durable.Engine;
using static FunctionsPipeline.Durable.Tests.Replay.ReplayTable;

namespace FunctionsPipeline.Durable.Tests.Replay;

/// <summary>Code that was changed while its instances were under way.</summary>
public sealed class NonDeterminismTests
{
    private static readonly List<HistoryEvent> s_history =
    [
        Started, new ActivityScheduled(1, "Download", "\"in\"", 1), new ActivityCompleted(1, "\"a\""), new TimerCreated(2, Noon.AddMinutes(1)), new TimerFired(2),
        new SubOrchestrationScheduled(3, "Item", "run:3", "\"in\""), new SubOrchestrationCompleted(3, "\"b\""), new ExecutionCompleted(4, "\"b\""),
    ];

    private static async Task<string> AsRecorded(OrchestrationContext context, string input)
    {
        await context.CallActivityAsync(Download, input);
        await context.CreateTimer(TimeSpan.FromMinutes(1));
        return await context.CallSubOrchestratorAsync(Item, input);
    }

    [Fact]
    public void Unchanged_code_passes() => Decide(AsRecorded, s_history).ShouldBeEmpty();

    [Fact]
    public void Another_input_or_another_delay_is_no_difference() =>
        Decide(
            async (context, input) =>
            {
                await context.CallActivityAsync(Download, input + "!");
                await context.CreateTimer(TimeSpan.FromMinutes(2));
                return await context.CallSubOrchestratorAsync(Item, "other");
            },
            s_history).ShouldBeEmpty();

    [Fact]
    public void Another_activity_is_named_with_its_step() => ShouldDiffer(
        "step 1: history has ActivityScheduled 'Download', code asks for ActivityScheduled 'Submit'",
        (context, input) => context.CallActivityAsync(Submit, input));

    [Fact]
    public void Another_kind_of_call_is_named() => ShouldDiffer(
        "step 2: history has TimerCreated, code asks for ActivityScheduled 'Submit'",
        async (context, input) => await context.CallActivityAsync(Submit, await context.CallActivityAsync(Download, input)));

    [Fact]
    public void Another_child_is_named() => ShouldDiffer(
        "step 3: history has SubOrchestrationScheduled 'Item' as 'run:3', code asks for SubOrchestrationScheduled 'Item' as 'mine'",
        async (context, input) =>
        {
            await context.CallActivityAsync(Download, input);
            await context.CreateTimer(TimeSpan.FromMinutes(1));
            return await context.CallSubOrchestratorAsync(Item, input, "mine");
        });

    [Fact]
    public void A_missing_step_is_named() => ShouldDiffer(
        "step 3: history has SubOrchestrationScheduled 'Item' as 'run:3', code asks for ExecutionCompleted",
        async (context, input) =>
        {
            await context.CallActivityAsync(Download, input);
            await context.CreateTimer(TimeSpan.FromMinutes(1));
            return "short";
        });

    [Fact]
    public void A_step_that_the_code_waits_for_something_else_instead_of_is_named() => ShouldDiffer(
        "step 2: history has TimerCreated, code asks for nothing",
        async (context, input) =>
        {
            await context.CallActivityAsync(Download, input);
            return await context.WaitForExternalEvent<string>("go");
        });

    [Fact]
    public void An_extra_step_is_named() => ShouldDiffer(
        "step 2: history has nothing, code asks for ActivityScheduled 'Submit'",
        async (context, input) =>
        {
            var extra = context.CallActivityAsync(Download, input);
            await context.CallActivityAsync(Submit, input);
            return await extra;
        });

    [Fact]
    public void An_extra_step_at_the_end_is_named()
    {
        List<HistoryEvent> open = [.. s_history.Take(3)];

        Should.Throw<NonDeterminismException>(() => Decide(async (context, input) => await context.CallActivityAsync(Download, input) + await context.CallActivityAsync(Submit, input), open))
            .Message.ShouldBe("instance run (Recipe): step 2: history has nothing, code asks for ActivityScheduled 'Submit'");
    }

    [Fact]
    public void Swapped_steps_are_named() => ShouldDiffer(
        "step 1: history has ActivityScheduled 'Download', code asks for TimerCreated",
        async (context, input) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1));
            return await context.CallActivityAsync(Download, input);
        });

    private static void ShouldDiffer(string expected, Func<OrchestrationContext, string, Task<string>> changed) =>
        Should.Throw<NonDeterminismException>(() => Decide(changed, s_history)).Message.ShouldBe("instance run (Recipe): " + expected);
}
