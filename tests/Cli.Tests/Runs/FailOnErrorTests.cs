using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class FailOnErrorTests : IDisposable
{
    private const string FirstIsRefused = """[{ "match": { "operation": "submit", "nth": 1 }, "fault": { "kind": "moderation" } }]""";

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("0.5", 0)]
    [InlineData("0", 100)]
    public async Task A_failed_item_of_two_is_forgiven_up_to_the_share_or_number_given(string tolerance, int exitCode)
    {
        await using var simulator = await SimulatorChild.StartWithFaultsAsync(FirstIsRefused);

        var ended = (await _home.With(simulator).RunAsync("run", _home.WriteSpec(2), "--json", "--fail-on-error", tolerance)).ShouldExitWith(exitCode);

        ended.Json["status"]!.GetValue<string>().ShouldBe("failed");
        ended.Error.Contains($"1 of 2 items failed or are unknown, which --fail-on-error {tolerance} allows.").ShouldBe(exitCode == 0);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("some")]
    public async Task What_is_neither_a_share_nor_a_number_is_refused(string tolerance)
    {
        var refused = (await _home.RunAsync("demo", $"--fail-on-error={tolerance}")).ShouldExitWith(1);

        refused.Error.ShouldContain($"--fail-on-error is '{tolerance}'; allowed is a share from 0.0 to 1.0, or a whole number of items.");
        Directory.Exists(_home.Path).ShouldBeFalse();
    }
}
