using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class RetryTests : IDisposable
{
    private const string FirstFails = """[{ "match": { "operation": "submit", "nth": 1 }, "fault": { "kind": "generation-failed" } }]""";
    private const string FirstIsRefused = """[{ "match": { "operation": "submit", "nth": 1 }, "fault": { "kind": "moderation" } }]""";
    private const string FirstReplyIsLost = """[{ "match": { "operation": "submit", "nth": 1 }, "fault": { "kind": "reply-lost" } }]""";

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Retry_buys_only_what_failed()
    {
        await using var simulator = await SimulatorChild.StartWithFaultsAsync(FirstFails);
        var failed = (await _home.With(simulator).RunAsync("run", _home.WriteSpec(3, "retries: { attempts: 1 }"), "--json")).ShouldExitWith(100);
        failed.Json["failed"]!.GetValue<int>().ShouldBe(1);

        var retried = (await _home.RunAsync("retry", "--only", "failed", "--json")).ShouldExitWith(0);

        retried.Json["succeeded"]!.GetValue<int>().ShouldBe(3);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Retry_leaves_a_prompt_alone_that_the_provider_refuses()
    {
        await using var simulator = await SimulatorChild.StartWithFaultsAsync(FirstIsRefused);
        var refused = (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1), "--json")).ShouldExitWith(100);
        refused.Json["tasks"]![0]!["error"]!["code"]!.GetValue<string>().ShouldBe("content_refused");

        (await _home.RunAsync("retry", "--json")).ShouldExitWith(100);

        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_of_a_run_without_failures_says_so_and_pays_nothing()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1))).ShouldExitWith(0);

        var retried = (await _home.RunAsync("retry")).ShouldExitWith(0);

        retried.Error.ShouldContain("has no such items");
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_refuses_a_status_that_does_not_exist()
    {
        var refused = (await _home.RunAsync("retry", "--only", "broken")).ShouldExitWith(1);

        refused.Error.ShouldContain("--only has 'broken'; allowed are failed");
    }

    [Fact]
    public async Task A_lost_reply_is_unknown_until_a_person_says_what_became_of_it()
    {
        await using var simulator = await SimulatorChild.StartWithFaultsAsync(FirstReplyIsLost);
        var ended = (await _home.With(simulator).RunAsync("run", _home.WriteSpec(2), "--json")).ShouldExitWith(100);
        ended.Json["unknown"]!.GetValue<int>().ShouldBe(1);
        ended.Json["cost"]!["reservedTicks"]!.GetValue<long>().ShouldBeGreaterThan(0);

        var unknown = (await _home.LedgerAsync()).Single(row => row["state"]!.GetValue<string>() == "unknown");
        var bill = (await simulator.ChargesAsync()).Calls.Single(call => call.PromptHash == unknown["promptHash"]!.GetValue<string>());
        string[] resolve = ["ledger", "resolve", unknown["callId"]!.GetValue<string>(), "--charged-ticks", $"{bill.Ticks}", "--request-id", bill.RequestId];
        (await _home.RunAsync(resolve)).ShouldExitWith(0);

        var retried = (await _home.RunAsync("retry", "--only", "unknown", "--json")).ShouldExitWith(0);
        retried.Json["succeeded"]!.GetValue<int>().ShouldBe(2);
        retried.Json["cost"]!["spentTicks"]!.GetValue<long>().ShouldBe((await simulator.ChargesAsync()).TotalTicks);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_call_is_listed_and_resolved_only_once()
    {
        await using var simulator = await SimulatorChild.StartWithFaultsAsync(FirstReplyIsLost);
        (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1))).ShouldExitWith(100);
        var listed = (await _home.RunAsync("ledger", "list", "--state", "unknown")).ShouldExitWith(0);
        var callId = listed.Output.Split(' ')[0];
        listed.Output.ShouldContain("held");

        (await _home.RunAsync("ledger", "resolve", callId, "--charged-usd", "0.05")).ShouldExitWith(0).Output.ShouldContain("$0.05 charged");

        var again = (await _home.RunAsync("ledger", "resolve", callId, "--not-charged")).ShouldExitWith(1);
        again.Error.ShouldContain("only an unknown call is resolved");
    }
}
