using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class LedgerTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_cannot_be_resolved_is_told_why()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1))).ShouldExitWith(0);
        var settled = (await _home.LedgerAsync())[0]["callId"]!.GetValue<string>();

        var ended = (await _home.RunAsync("ledger", "resolve", settled, "--not-charged")).ShouldExitWith(1);
        ended.Error.ShouldContain("is settled: only an unknown call is resolved");

        var absent = (await _home.RunAsync("ledger", "resolve", settled[..^1] + "0", "--not-charged")).ShouldExitWith(1);
        absent.Error.ShouldContain("is not in the ledger");

        var malformed = (await _home.RunAsync("ledger", "resolve", "that-one", "--not-charged", "--json")).ShouldExitWith(1);
        malformed.Json["error"]!["code"]!.GetValue<string>().ShouldBe("cannot_resolve");
        malformed.Error.ShouldContain("'that-one' is no call id");
        malformed.Error.ShouldNotContain("Parameter");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--not-charged --charged-usd 1")]
    [InlineData("--charged-ticks -5")]
    public async Task Resolve_takes_exactly_one_word_on_the_charge(string options)
    {
        string[] arguments = ["ledger", "resolve", "any", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        (await _home.RunAsync(arguments)).ShouldExitWith(1).Error.ShouldContain("Say exactly one of --charged-ticks TICKS, --charged-usd USD and --not-charged");
    }

    [Fact]
    public async Task A_state_that_does_not_exist_is_refused()
    {
        (await _home.RunAsync("ledger", "list", "--state", "lost")).ShouldExitWith(1).Error.ShouldContain("--state is 'lost'; allowed are reserved");
    }
}
