using FunctionsPipeline.Durable.Engine;
using static FunctionsPipeline.Durable.Tests.Replay.ReplayTable;

namespace FunctionsPipeline.Durable.Tests.Replay;

public sealed class ReplayEngineTests
{
    private static readonly FailureDetails s_busy = new("busy", "Busy.");

    private static async Task<string> TwoSteps(OrchestrationContext context, string input) =>
        await context.CallActivityAsync(Submit, await context.CallActivityAsync(Download, input));

    [Fact]
    public void The_first_line_starts_the_code() =>
        Decide(TwoSteps, [], Started).ShouldBe(["1 ActivityScheduled 'Download'"]);

    [Fact]
    public void A_result_moves_the_code_on() =>
        Decide(TwoSteps, [Started, Scheduled(1, "Download")], new ActivityCompleted(1, "\"a\"")).ShouldBe(["2 ActivityScheduled 'Submit'"]);

    [Fact]
    public void The_last_result_completes_it() =>
        Decide(TwoSteps, [Started, Scheduled(1, "Download"), new ActivityCompleted(1, "\"a\""), Scheduled(2, "Submit")], new ActivityCompleted(2, "\"b\""))
            .ShouldBe(["3 ExecutionCompleted \"b\""]);

    [Fact]
    public void A_result_that_nobody_waits_for_changes_nothing() =>
        Decide(TwoSteps, [Started, Scheduled(1, "Download")], new ActivityCompleted(7, "\"a\""), new TimerFired(1)).ShouldBeEmpty();

    [Fact]
    public void A_result_counts_once() =>
        Decide(TwoSteps, [Started, Scheduled(1, "Download")], new ActivityCompleted(1, "\"a\""), new ActivityCompleted(1, "\"b\"")).Count.ShouldBe(1);

    [Fact]
    public void Results_of_a_fan_out_are_taken_in_any_order() =>
        Decide(
            async (context, input) => string.Concat(await Task.WhenAll(
                context.CallActivityAsync(Download, input), context.CallActivityAsync(Submit, input), context.CallSubOrchestratorAsync(Item, input))),
            [Started, Scheduled(1, "Download"), Scheduled(2, "Submit"), new SubOrchestrationScheduled(3, "Item", "run:3", "\"in\"")],
            new SubOrchestrationCompleted(3, "\"c\""), new ActivityCompleted(1, "\"a\""), new ActivityCompleted(2, "\"b\""))
            .ShouldBe(["4 ExecutionCompleted \"abc\""]);

    [Fact]
    public void A_race_is_won_by_what_was_recorded_first() =>
        Decide(
            async (context, input) =>
            {
                var download = context.CallActivityAsync(Download, input);
                var timer = context.CreateTimer(TimeSpan.FromMinutes(1));
                return await Task.WhenAny(download, timer) == timer ? "late" : "in time";
            },
            [Started, Scheduled(1, "Download"), new TimerCreated(2, Noon.AddMinutes(1)), new TimerFired(2) { At = Noon.AddMinutes(1) }, new ExecutionCompleted(3, "\"late\"")])
            .ShouldBeEmpty();

    [Fact]
    public void A_window_of_calls_keeps_its_width() =>
        Decide(
            async (context, input) =>
            {
                var window = new List<Task<string>>();
                for (var n = 0; n < 4; n++)
                {
                    if (window.Count == 2) window.Remove(await Task.WhenAny(window));
                    window.Add(context.CallActivityAsync(Download, input));
                }

                await Task.WhenAll(window);
                return "done";
            },
            [Started, Scheduled(1, "Download"), Scheduled(2, "Download")],
            new ActivityCompleted(2, "\"\""), new ActivityCompleted(3, "\"\""), new ActivityCompleted(1, "\"\""), new ActivityCompleted(4, "\"\""))
            .ShouldBe(["3 ActivityScheduled 'Download'", "4 ActivityScheduled 'Download'", "5 ExecutionCompleted \"done\""]);

    [Fact]
    public void Time_is_that_of_the_line_being_delivered_and_never_goes_back() =>
        Decide(
            async (context, input) =>
            {
                await context.WaitForExternalEvent<string>("a");
                var first = context.CurrentUtcDateTime;
                await context.WaitForExternalEvent<string>("b");
                return $"{first:HH:mm} {context.CurrentUtcDateTime:HH:mm}";
            },
            [Started, new EventRaised("a", "\"\"") { At = Noon.AddMinutes(7) }],
            new EventRaised("b", "\"\"") { At = Noon.AddMinutes(3) })
            .ShouldBe(["1 ExecutionCompleted \"12:07 12:07\""]);

    [Fact]
    public void A_failed_attempt_is_followed_by_a_timer_and_the_next_attempt()
    {
        var retry = new RetryOptions(3, TimeSpan.FromSeconds(10)) { JitterShare = 0 };
        Func<OrchestrationContext, string, Task<string>> recipe = (context, input) => context.CallActivityAsync(Download, input, retry);
        List<HistoryEvent> history = [Started, Scheduled(1, "Download")];

        Decide(recipe, history, new ActivityFailed(1, s_busy)).ShouldBe(["2 TimerCreated 12:00:10"]);

        history.AddRange([new ActivityFailed(1, s_busy) { At = Noon }, new TimerCreated(2, Noon.AddSeconds(10))]);
        Decide(recipe, history, new TimerFired(2)).ShouldBe(["1 ActivityScheduled 'Download' attempt 2"]);

        history.AddRange([new TimerFired(2) { At = Noon }, new ActivityScheduled(1, "Download", "\"in\"", 2)]);
        Decide(recipe, history, new ActivityFailed(1, s_busy)).ShouldBe(["3 TimerCreated 12:00:30"]);
        Decide(recipe, history, new ActivityCompleted(1, "\"a\"")).ShouldBe(["3 ExecutionCompleted \"a\""]);
        Decide(recipe, history, new ActivityFailed(1, s_busy with { IsRetryable = false })).ShouldBe(["3 ExecutionFailed 'busy: Busy.'"]);
    }

    [Fact]
    public void While_suspended_lines_are_kept_and_a_resume_delivers_them_in_order() =>
        Decide(
            TwoSteps,
            [Started, Scheduled(1, "Download"), new ExecutionSuspended("hold"), new ActivityCompleted(1, "\"a\"")],
            new ActivityCompleted(1, "\"twice\""), new ExecutionResumed("go on"), new ActivityCompleted(2, "\"b\""))
            .ShouldBe(["2 ActivityScheduled 'Submit'", "3 ExecutionCompleted \"b\""]);

    [Fact]
    public void After_a_termination_nothing_is_decided() =>
        Decide(TwoSteps, [Started, Scheduled(1, "Download"), new ExecutionTerminated("enough")], new ActivityCompleted(1, "\"a\"")).ShouldBeEmpty();

    [Fact]
    public void Steps_go_on_from_the_execution_before() =>
        Decide(TwoSteps, [], new ExecutionStarted(2, 40, "\"in\"", null)).ShouldBe(["40 ActivityScheduled 'Download'"]);

    [Fact]
    public void Carried_events_are_there_from_the_start() =>
        Decide(
            async (context, _) => await context.WaitForExternalEvent<string>("a") + await context.WaitForExternalEvent<string>("b"),
            [],
            new ExecutionStarted(2, 1, "\"in\"", [new CarriedEvent("b", "\"2\""), new CarriedEvent("A", "\"1\"")]))
            .ShouldBe(["1 ExecutionCompleted \"12\""]);

    [Fact]
    public void An_orchestrator_that_throws_has_failed() =>
        Decide((_, _) => throw new FormatException("No."), [], Started).ShouldBe(["1 ExecutionFailed 'unhandled_exception: FormatException: No.'"]);

    [Fact]
    public void Code_is_told_that_it_replays()
    {
        var seen = new List<bool>();
        Decide(
            async (context, input) =>
            {
                seen.Add(context.IsReplaying);
                await context.CallActivityAsync(Download, input);
                seen.Add(context.IsReplaying);
                return "";
            },
            [Started, Scheduled(1, "Download")],
            new ActivityCompleted(1, "\"\""));

        seen.ShouldBe([true, false]);
    }

    private static ActivityScheduled Scheduled(int step, string name) => new(step, name, "\"in\"", 1);
}
