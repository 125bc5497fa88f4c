using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>
/// Commands in a terminal, which <c>script</c> of util-linux imitates. The runtime greets a terminal with a sequence of its own, so what is
/// looked for is red, and the order to clear a line.
/// </summary>
public sealed class TerminalTests : IDisposable
{
    private const string Red = "\u001b[31m";
    private const string ClearLine = "\u001b[2K";

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task In_a_terminal_errors_are_coloured_unless_NO_COLOR_is_set()
    {
        (await InTerminalAsync("run nowhere.yaml")).ShouldContain(Red + "error");

        _home.With("NO_COLOR", "1");
        (await InTerminalAsync("run nowhere.yaml")).ShouldNotContain(Red);
    }

    [Fact]
    public async Task Progress_redraws_its_line_in_a_terminal_unless_that_is_not_wanted()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        var spec = _home.With(simulator).WriteSpec(1);

        (await InTerminalAsync($"run {spec}")).ShouldContain(ClearLine + "[video-batch]");
        (await InTerminalAsync($"run {spec} --no-progress-bar")).ShouldNotContain(ClearLine);
        _home.With("NO_COLOR", "1");
        (await InTerminalAsync($"run {spec}")).ShouldNotContain(ClearLine);
    }

    private async Task<string> InTerminalAsync(string command)
    {
        _home.With("TERM", "xterm");
        await using var terminal = _home.StartProgram("script", "-qec", $"dotnet '{BuiltPrograms.Pipeline}' {command}", "/dev/null");
        return (await terminal.WaitForEndAsync()).Output;
    }
}
