using System.Collections.Concurrent;
using FunctionsPipeline.Durable;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>Calls of activities, their failures and their repetition.</summary>
public abstract class ActivityContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    private static readonly FailureDetails s_refused = new("moderated", "The provider refused the prompt. No money was spent.", IsRetryable: false, TimeSpan.FromSeconds(3));
    private static readonly RetryOptions s_threeAttempts = new(3, TimeSpan.FromMilliseconds(10)) { JitterShare = 0 };

    private sealed record Order(string Prompt, IReadOnlyList<int> Sizes, DateTime At, string? Note);

    [Fact]
    public async Task Input_and_output_arrive_as_they_were()
    {
        var order = new Order("Ünïcode \"quoted\" \u2028 \n", [1, 2, 3], new DateTime(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc), null);
        var place = new ActivityReference<Order, Order>("Contract.Place");
        var recipe = new OrchestratorReference<Order, Order>("ContractOrder");
        Activity(place, input => input with { Sizes = [.. input.Sizes, 4] });
        Orchestrator(recipe, (context, input) => context.CallActivityAsync(place, input));
        await StartAsync(recipe, order);

        var state = await EndAsync();

        state.Input.ShouldBe(Payload.Write(order, "order"));
        state.Output.ShouldBe(Payload.Write(order with { Sizes = [1, 2, 3, 4] }, "order"));
        state.Name.ShouldBe(recipe.Name);
    }

    [Fact]
    public async Task An_activity_knows_where_its_call_stands()
    {
        var seen = new ConcurrentQueue<ActivityContext>();
        Registry.AddActivity(Step, (context, input, _) =>
        {
            seen.Enqueue(context);
            return context.Attempt < 2 ? throw new ActivityFailedException(new FailureDetails("busy", "Busy.")) : Task.FromResult(input);
        });

        (await RunAsync(async (context, _) =>
        {
            await context.CallActivityAsync(Step, 1, s_threeAttempts);
            return $"{await context.CallActivityAsync(Step, 2, s_threeAttempts)}";
        })).Output.ShouldBe("\"2\"");

        // The second step is the timer between the two attempts.
        seen.ShouldBe([new(Run, Step.Name, 1, 1), new(Run, Step.Name, 1, 2), new(Run, Step.Name, 3, 1), new(Run, Step.Name, 3, 2)]);
    }

    [Fact]
    public async Task A_failure_keeps_its_code_its_message_and_whether_it_is_final()
    {
        FailureDetails? caught = null;
        Registry.AddActivity(Step, (_, _, _) => Task.FromException<int>(new ActivityFailedException(s_refused)));

        var state = await RunAsync(async (context, n) =>
        {
            try
            {
                return $"{await context.CallActivityAsync(Step, n)}";
            }
            catch (ActivityFailedException failed)
            {
                caught = failed.Details;
                throw;
            }
        });

        caught.ShouldBe(s_refused);
        state.Status.ShouldBe(OrchestrationStatus.Failed);
        state.Failure.ShouldBe(s_refused);
    }

    [Fact]
    public async Task An_exception_that_nobody_translated_gives_its_type_and_message()
    {
        Activity<int, int>(Step, _ => throw new FormatException("Not a number."));

        (await RunAsync(async (context, n) => $"{await context.CallActivityAsync(Step, n)}"))
            .Failure.ShouldBe(new FailureDetails("unhandled_exception", "FormatException: Not a number."));
    }

    [Fact]
    public async Task An_orchestrators_own_exception_gives_its_type_and_message() =>
        (await RunAsync((_, _) => throw new FormatException("{\"not\": \"a failure\"}")))
            .Failure.ShouldBe(new FailureDetails("unhandled_exception", "FormatException: {\"not\": \"a failure\"}"));

    [Fact]
    public async Task A_very_long_message_is_cut()
    {
        Activity<int, int>(Step, _ => throw new FormatException(new string('m', 100_000)));

        (await RunAsync(async (context, n) => $"{await context.CallActivityAsync(Step, n)}")).Failure!.Message.Length.ShouldBe(Limits.FailureMessageCharsMax + 3);
    }

    [Fact]
    public async Task A_failed_call_is_tried_as_often_as_stated_and_its_last_failure_counts()
    {
        var attempts = 0;
        Activity<int, int>(Step, _ => throw new ActivityFailedException(new FailureDetails("busy", $"Attempt {Interlocked.Increment(ref attempts)}.")));

        (await RunAsync(async (context, n) => $"{await context.CallActivityAsync(Step, n, s_threeAttempts)}")).Failure!.Message.ShouldBe("Attempt 3.");

        attempts.ShouldBe(3);
    }

    [Fact]
    public async Task Attempts_are_apart_by_the_schedule_and_by_what_the_failure_asks_for()
    {
        var waits = new TimeSpan[1];
        var attempts = 0;
        var asked = TimeSpan.FromMilliseconds(150);
        Activity(Step, n => Interlocked.Increment(ref attempts) switch
        {
            1 => throw new ActivityFailedException(new FailureDetails("limited", "Slower.", RetryAfter: asked)),
            2 => throw new ActivityFailedException(new FailureDetails("busy", "Busy.")),
            _ => n,
        });

        await RunAsync(async (context, n) =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CallActivityAsync(Step, n, new RetryOptions(3, TimeSpan.FromMilliseconds(50)) { JitterShare = 0 });
            waits[0] = context.CurrentUtcDateTime - before;
            return "";
        });

        // The second delay is twice the first interval.
        waits[0].ShouldBeGreaterThanOrEqualTo(asked + TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData("busy", false)]
    [InlineData("quota", true)]
    public async Task A_final_failure_ends_the_attempts(string code, bool isRetryable)
    {
        var attempts = 0;
        Activity<int, int>(Step, _ =>
        {
            attempts++;
            throw new ActivityFailedException(new FailureDetails(code, "Final.", isRetryable));
        });

        (await RunAsync(async (context, n) => $"{await context.CallActivityAsync(Step, n, s_threeAttempts with { NonRetryableCodes = ["quota"] })}"))
            .Failure!.Code.ShouldBe(code);

        attempts.ShouldBe(1);
    }

    [Fact]
    public async Task All_calls_of_a_fan_out_give_their_own_result()
    {
        Activity(Step, n => n * n);

        (await RunAsync(async (context, count) =>
            string.Join(' ', await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync(Step, n)))), 10))
            .Output.ShouldBe($"\"{string.Join(' ', Enumerable.Range(0, 10).Select(n => n * n))}\"");
    }

    [Fact]
    public async Task A_window_holds_no_more_calls_than_it_has_places()
    {
        var running = 0;
        var peak = 0;
        var gate = new Lock();
        Registry.AddActivity(Step, async (_, n, _) =>
        {
            lock (gate) peak = Math.Max(peak, ++running);
            await Task.Yield();
            lock (gate) running--;
            return n;
        });

        (await RunAsync(async (context, count) =>
        {
            var sum = 0;
            var window = new List<Task<int>>();
            for (var n = 0; n < count || window.Count > 0;)
            {
                while (window.Count < 3 && n < count) window.Add(context.CallActivityAsync(Step, n++));
                var done = await Task.WhenAny(window);
                window.Remove(done);
                sum += await done;
            }

            return $"{sum}";
        }, 10)).Output.ShouldBe("\"45\"");

        peak.ShouldBeInRange(1, 3);
    }
}
