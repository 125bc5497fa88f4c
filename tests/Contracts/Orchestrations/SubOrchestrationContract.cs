using FunctionsPipeline.Durable;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>Orchestrations that start others and wait for them.</summary>
public abstract class SubOrchestrationContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    private static readonly OrchestratorReference<int, int> s_child = new("ContractChild");
    private static readonly OrchestratorReference<int, string> s_names = new("ContractNames");

    [Fact]
    public async Task A_parent_gets_what_its_children_return()
    {
        Activity(Step, n => n * 2);
        Orchestrator(s_child, (context, n) => context.CallActivityAsync(Step, n));

        (await RunAsync(async (context, count) =>
            string.Join(' ', await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallSubOrchestratorAsync(s_child, n)))), 5))
            .Output.ShouldBe("\"0 2 4 6 8\"");
    }

    [Fact]
    public async Task A_child_has_the_id_it_was_given_and_knows_its_parent()
    {
        Orchestrator(s_names, (context, _) => Task.FromResult($"{context.Name} {context.InstanceId} {context.ParentInstanceId}"));
        await StartAsync(async (context, n) => $"{context.ParentInstanceId}{await context.CallSubOrchestratorAsync(s_names, n, "mine")}");

        (await OutputAsync()).ShouldBe($"ContractNames mine {Run}");
        (await EndAsync("mine")).Name.ShouldBe(s_names.Name);
    }

    [Fact]
    public async Task A_child_without_an_id_gets_one_from_its_parents_and_the_step()
    {
        Orchestrator(s_names, (context, _) => Task.FromResult(context.InstanceId));
        await StartAsync(async (context, n) =>
        {
            var first = await context.CallSubOrchestratorAsync(s_names, n);
            await context.CreateTimer(TimeSpan.Zero);
            return $"{first} {await context.CallSubOrchestratorAsync(s_names, n)}";
        });

        (await OutputAsync()).ShouldBe($"{Run}:1 {Run}:3");
    }

    [Fact]
    public async Task A_failed_child_fails_its_call_with_the_cause()
    {
        var quota = new FailureDetails("quota", "No credit is left.", IsRetryable: false);
        FailureDetails? caught = null;
        Activity<int, int>(Step, _ => throw new ActivityFailedException(quota));
        Orchestrator(s_child, (context, n) => context.CallActivityAsync(Step, n));
        await StartAsync(async (context, n) =>
        {
            try
            {
                return $"{await context.CallSubOrchestratorAsync(s_child, n, "mine")}";
            }
            catch (SubOrchestrationFailedException failed)
            {
                caught = failed.Details;
                return failed.InstanceId;
            }
        });

        (await OutputAsync()).ShouldBe("mine");

        caught.ShouldBe(quota);
        (await EndAsync("mine")).Failure.ShouldBe(quota);
    }

    [Fact]
    public async Task A_cause_comes_up_through_all_generations()
    {
        var quota = new FailureDetails("quota", "No credit is left.", IsRetryable: false);
        var grandchild = new OrchestratorReference<int, int>("ContractGrandchild");
        Orchestrator(grandchild, (_, _) => Task.FromException<int>(new ActivityFailedException(quota)));
        Orchestrator(s_child, (context, n) => context.CallSubOrchestratorAsync(grandchild, n));

        (await RunAsync(async (context, n) => $"{await context.CallSubOrchestratorAsync(s_child, n)}")).Failure.ShouldBe(quota);
    }

    [Fact]
    public async Task A_childs_own_exception_gives_its_type_and_message()
    {
        Orchestrator(s_child, (_, n) => n == 0 ? throw new FormatException("No.") : Task.FromResult(n));

        (await RunAsync(async (context, n) => $"{await context.CallSubOrchestratorAsync(s_child, n)}"))
            .Failure.ShouldBe(new FailureDetails("unhandled_exception", "FormatException: No."));
    }

    [Fact]
    public async Task A_failed_child_is_tried_again_under_the_same_id()
    {
        var attempts = 0;
        Activity(Step, n => Interlocked.Increment(ref attempts) < 3 ? throw new FormatException("No.") : n);
        Orchestrator(s_child, (context, n) => context.CallActivityAsync(Step, n));

        (await RunAsync(async (context, n) =>
            $"{await context.CallSubOrchestratorAsync(s_child, n, "mine", new RetryOptions(3, TimeSpan.FromMilliseconds(10)))}", 7)).Output.ShouldBe("\"7\"");

        attempts.ShouldBe(3);
        (await EndAsync("mine")).Output.ShouldBe("7");
    }

    [Fact]
    public async Task A_child_that_continues_as_new_answers_its_parent_once()
    {
        Orchestrator(s_child, (context, n) =>
        {
            if (n < 5) context.ContinueAsNew(n + 1);
            return Task.FromResult(n);
        });

        (await RunAsync(async (context, n) => $"{await context.CallSubOrchestratorAsync(s_child, n)}")).Output.ShouldBe("\"5\"");
    }
}
