using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class UsageTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Help_lists_every_command()
    {
        var help = (await _home.RunAsync("--help")).ShouldExitWith(0);

        foreach (var command in new[]
                 {
                     "demo", "init", "plan", "run", "resume", "retry", "status", "watch", "cancel", "ledger", "doctor", "config", "analyze", "compare", "worker", "simulator",
                 })
        {
            help.Output.ShouldContain($"\n  {command} ");
        }

        help.Output.ShouldContain("pipeline [command] [options]");
        help.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var version = (await _home.RunAsync("--version")).ShouldExitWith(0);

        Version.TryParse(version.Output.TrimEnd(), out _).ShouldBeTrue(version.Output);
    }

    [Theory]
    [InlineData("rnu", "Did you mean 'run'?")]
    [InlineData("", "See: pipeline --help")]
    [InlineData("run", "Required argument missing for command: 'run'")]
    [InlineData("run spec.yaml --max-ud 3", "Did you mean '--max-usd'? See: pipeline run --help")]
    [InlineData("ledger reslove", "Did you mean 'resolve'? See: pipeline ledger --help")]
    [InlineData("demo --items many", "Cannot parse argument 'many' for option '--items' as a whole number")]
    public async Task A_command_line_that_is_not_understood_ends_with_1_and_says_so_on_stderr(string line, string message)
    {
        var refused = (await _home.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldExitWith(1);

        refused.Error.ShouldContain(message);
        refused.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_json_a_usage_error_is_an_object_too()
    {
        var refused = (await _home.RunAsync("run", "--json")).ShouldExitWith(1);

        refused.Json["error"]!["code"]!.GetValue<string>().ShouldBe("usage");
        refused.Json["error"]!["hint"]!.GetValue<string>().ShouldBe("See: pipeline run --help");
    }

    [Theory]
    [InlineData("--items", "0", "--items takes a whole number from 1")]
    [InlineData("--delay", "9", "command line: jitter: the value is not allowed; found '9'")]
    [InlineData("--max-usd", "-1", "command line: budgetUsd: the value is not allowed; found '-1'")]
    [InlineData("--max-concurrency", "0", "command line: concurrency: the value is not allowed")]
    public async Task A_value_out_of_range_is_refused_before_anything_starts(string option, string value, string message)
    {
        var refused = (await _home.RunAsync("plan", _home.WriteSpec(1), option, value)).ShouldExitWith(1);

        refused.Error.ShouldContain(message);
    }
}
