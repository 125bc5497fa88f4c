using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>retry [RUN] --only failed,...</c>: another round over the items of an ended run that did not succeed.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var id = CommonOptions.RunId();
        var only = new Option<string>("--only")
        {
            Description = "Which items, separated by commas: failed (those that may succeed another time), errors (all failed, refused prompts too: they are paid again), unknown, skipped, cancelled, degraded.",
            DefaultValueFactory = _ => "failed",
            HelpName = "STATUSES",
        };
        var budget = new Option<decimal?>("--max-usd") { Description = "A new cap of the run in dollars.", HelpName = "USD" };
        var external = new Option<bool>("--external-worker") { Description = "Leave the analysis to 'pipeline worker'." };
        var command = new Command("retry", "Tries the items again that did not succeed. What was paid and delivered is not paid again.") { id, only, budget, external };
        var end = new EndOptions();
        end.AddTo(command);
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var isWanted = Parse(arguments.GetRequiredValue(only));
            await using var takenUp = await TakenUpRun.OpenAsync(environment, arguments.GetValue(id), end.Read(environment), cancellationToken);
            if (!takenUp.Run.IsEnded)
            {
                throw new CommandException("run_not_ended", $"Run {takenUp.Run.RunId} has not ended.", $"First: pipeline resume {takenUp.Run.RunId}");
            }

            var run = await takenUp.Host.Catalog[takenUp.Run.Pipeline].PlanRetryAsync(
                takenUp.Run, isWanted, ResumeCommand.Ticks(arguments.GetValue(budget)), evenIfEmpty: false, cancellationToken);
            if (run is not null) return await takenUp.RunAsync(environment, run, !arguments.GetValue(external), cancellationToken);

            environment.Terminal.Message($"Run {takenUp.Run.RunId} has no such items.");
            return await takenUp.SumUpAsync(cancellationToken);
        });
    }

    private static Func<ItemRecord, bool> Parse(string text)
    {
        var kinds = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(kinds, kind => !ItemChoice.IsKnown(kind)) is { } unknown)
        {
            throw new CommandException("invalid_option", $"--only has '{unknown}'; allowed are {ItemChoice.Names}.");
        }

        return ItemChoice.Of(kinds, new HashSet<string>());
    }
}
