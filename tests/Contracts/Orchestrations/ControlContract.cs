using FunctionsPipeline.Durable;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>What the client asks for from outside: start, status, suspend, resume, terminate, list, purge.</summary>
public abstract class ControlContract(IOrchestrationHost host) : OrchestrationContract(host)
{
    private static readonly OrchestratorReference<int, string> s_child = new("ContractChild");

    private sealed record Stage(string Name, int Count);

    [Fact]
    public async Task An_id_that_exists_is_not_started_again()
    {
        await StartAsync(async (context, n) => $"{n}{await context.WaitForExternalEvent<string>("go")}", 1);

        (await Client.ScheduleAsync(Recipe, 2, Run, CancellationToken.None)).ShouldBeFalse();
        await RaiseAsync("go", "");
        (await OutputAsync()).ShouldBe("1");
        (await Client.ScheduleAsync(Recipe, 3, Run, CancellationToken.None)).ShouldBeFalse();
        (await OutputAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task An_unknown_instance_has_no_state()
    {
        await StartHostAsync();

        (await Client.GetAsync("unknown", CancellationToken.None)).ShouldBeNull();
        (await Client.SuspendAsync("unknown", "no", CancellationToken.None)).ShouldBeFalse();
        (await Client.ResumeAsync("unknown", "no", CancellationToken.None)).ShouldBeFalse();
        (await Client.TerminateAsync("unknown", "no", CancellationToken.None)).ShouldBeFalse();
        (await Client.PurgeAsync("unknown", CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_custom_status_is_seen_from_outside_until_another_is_set()
    {
        await StartAsync(async (context, _) =>
        {
            context.SetCustomStatus(new Stage("first", 1));
            await context.WaitForExternalEvent<string>("go");
            context.SetCustomStatus(new Stage("second", 2));
            return await context.WaitForExternalEvent<string>("go");
        });

        (await StateAsync(state => state.CustomStatus is not null)).CustomStatus.ShouldBe("{\"name\":\"first\",\"count\":1}");
        await RaiseAsync("go", "");
        await StateAsync(state => state.CustomStatus == "{\"name\":\"second\",\"count\":2}");
        await RaiseAsync("go", "done");

        (await EndAsync()).CustomStatus.ShouldBe("{\"name\":\"second\",\"count\":2}");
    }

    [Fact]
    public async Task A_suspended_instance_takes_nothing_until_it_is_resumed()
    {
        await StartAsync(async (context, _) =>
        {
            await ArriveAsync(context, "begun");
            var got = await context.WaitForExternalEvent<string>("go");
            await ArriveAsync(context, "woken");
            return got;
        });
        await ArrivedAsync("begun");

        (await Client.SuspendAsync(Run, "hold", CancellationToken.None)).ShouldBeTrue();
        await StateAsync(state => state.Status == OrchestrationStatus.Suspended);
        await RaiseAsync("go", "on");
        (await Client.GetAsync(Run, CancellationToken.None))!.Status.ShouldBe(OrchestrationStatus.Suspended);
        (await Client.ResumeAsync(Run, "go on", CancellationToken.None)).ShouldBeTrue();

        (await OutputAsync()).ShouldBe("on");
        await ArrivedAsync("woken");
    }

    [Fact]
    public async Task A_terminated_instance_has_ended_and_takes_nothing_more()
    {
        await StartAsync((context, _) => context.WaitForExternalEvent<string>("go"));

        (await Client.TerminateAsync(Run, "enough", CancellationToken.None)).ShouldBeTrue();

        var state = await EndAsync();
        state.Status.ShouldBe(OrchestrationStatus.Terminated);
        state.Output.ShouldBeNull();
        state.Failure.ShouldBe(new FailureDetails("terminated", "enough", IsRetryable: false));
        (await Client.RaiseEventAsync(Run, "go", "late", CancellationToken.None)).ShouldBeFalse();
        (await Client.TerminateAsync(Run, "again", CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Instances_are_listed_by_the_beginning_of_their_ids()
    {
        Orchestrator(Recipe, (_, n) => Task.FromResult($"{n}"));
        await StartHostAsync();
        foreach (var id in new[] { "b:1", "a:2", "a:1", "c" }) await Client.ScheduleAsync(Recipe, 1, id, CancellationToken.None);
        foreach (var id in new[] { "b:1", "a:2", "a:1", "c" }) await EndAsync(id);

        (await ListAsync("a:")).ShouldBe(["a:1", "a:2"]);
        (await ListAsync("")).ShouldBe(["a:1", "a:2", "b:1", "c"]);
        (await ListAsync("d")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_ended_instance_can_be_purged_and_started_anew()
    {
        await StartAsync(async (context, n) => $"{n}{await context.WaitForExternalEvent<string>("go")}", 1);
        (await Client.PurgeAsync(Run, CancellationToken.None)).ShouldBeFalse();
        await RaiseAsync("go", "a");
        (await OutputAsync()).ShouldBe("1a");

        (await Client.PurgeAsync(Run, CancellationToken.None)).ShouldBeTrue();

        (await Client.GetAsync(Run, CancellationToken.None)).ShouldBeNull();
        (await Client.ScheduleAsync(Recipe, 2, Run, CancellationToken.None)).ShouldBeTrue();
        await RaiseAsync("go", "b");
        (await OutputAsync()).ShouldBe("2b");
    }

    [Fact]
    public async Task A_parent_is_told_that_its_child_was_terminated()
    {
        Orchestrator(s_child, async (context, _) =>
        {
            await ArriveAsync(context, "child");
            return await context.WaitForExternalEvent<string>("go");
        });
        await StartAsync(async (context, n) =>
        {
            try
            {
                return await context.CallSubOrchestratorAsync(s_child, n, "mine");
            }
            catch (SubOrchestrationFailedException failed)
            {
                return $"{failed.InstanceId} {failed.Details.Code}";
            }
        });
        await ArrivedAsync("child");

        await Client.TerminateAsync("mine", "enough", CancellationToken.None);

        (await OutputAsync()).ShouldBe("mine terminated");
    }

    private async Task<List<string>> ListAsync(string prefix) =>
        await Client.ListAsync(prefix, CancellationToken.None).Select(state => state.InstanceId).Order(StringComparer.Ordinal).ToListAsync();
}
