using System.CommandLine;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// <c>fork RUN</c> and <c>rerun RUN --from STEP</c>: a new run over the plan of an ended one. Every step whose inputs are the same is taken
/// over and not paid again; with a step named, that one and all that follow are done anew. The old run stays as it is.
/// </summary>
internal static class ForkCommand
{
    public static Command CreateFork() => Create(
        "fork", "Makes a new run over the plan of an ended one; steps with the same inputs are taken over and not paid again.", RunOptions.FromOption());

    public static Command CreateRerun() => Create(
        "rerun", "Makes a new run over the plan of an ended one, and does a step and all that follow anew.", new Option<string?>("--from") { Description = "The first step that is done anew.", HelpName = "STEP", Required = true });

    private static Command Create(string name, string description, Option<string?> from)
    {
        var id = CommonOptions.RunId();
        var budget = new Option<decimal?>("--max-usd") { Description = "Cap of the new run in dollars; the old run's when left out.", HelpName = "USD" };
        var external = new Option<bool>("--external-worker") { Description = "Leave the analysis to 'pipeline worker'." };
        var command = new Command(name, description) { id, from, budget, external };
        var end = new EndOptions();
        end.AddTo(command);
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            await using var takenUp = await TakenUpRun.OpenAsync(environment, arguments.GetValue(id), end.Read(environment), cancellationToken);
            var (source, host) = (takenUp.Run, takenUp.Host);
            if (!source.IsEnded) throw new CommandException("run_not_ended", $"Run {source.RunId} has not ended.", $"First: pipeline resume {source.RunId}");

            var fork = await host.Catalog[source.Pipeline].ForkAsync(
                source, host.Services.NewRunId(), arguments.GetValue(from), ResumeCommand.Ticks(arguments.GetValue(budget)), cancellationToken);
            environment.Terminal.Message($"Run {fork.RunId} takes over from run {source.RunId} what did not change.");
            return await takenUp.RunAsync(environment, fork, !arguments.GetValue(external), cancellationToken);
        });
    }
}
