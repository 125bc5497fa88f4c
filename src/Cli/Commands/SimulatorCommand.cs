using System.CommandLine;
using System.Diagnostics;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>simulator</c>: hands over to the simulator's own program, which <c>./pipeline simulator</c> starts directly.</summary>
internal static class SimulatorCommand
{
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments") { Description = "See: pipeline simulator --help", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("simulator", "Imitates the providers over HTTP on this machine.") { arguments };
        command.TreatUnmatchedTokensAsErrors = false;
        return command.Runs(async (environment, cancellationToken) =>
        {
            var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
            start.ArgumentList.Add(SimulatorProcess.ProgramPath);
            foreach (var argument in environment.Arguments.GetValue(arguments) ?? []) start.ArgumentList.Add(argument);
            foreach (var argument in environment.Arguments.UnmatchedTokens) start.ArgumentList.Add(argument);

            using var process = Process.Start(start) ?? throw new CommandException("simulator_failed", "The simulator could not be started.");
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        });
    }
}
