using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>retry [RUN] --only failed,...</c>: another round over the items of an ended run that did not succeed.</summary>
internal static class RetryCommand
{
    private static readonly Dictionary<string, ItemStatus[]> Choices = new(StringComparer.Ordinal)
    {
        ["failed"] = [ItemStatus.Failed],
        ["errors"] = [ItemStatus.Failed],
        ["unknown"] = [ItemStatus.Unknown],
        ["skipped"] = [ItemStatus.Skipped],
        ["cancelled"] = [ItemStatus.Cancelled],
        ["degraded"] = [ItemStatus.Degraded],
    };

    public static Command Create()
    {
        var id = CommonOptions.RunId();
        var only = new Option<string>("--only")
        {
            Description = "Which items, separated by commas: " + string.Join(", ", Choices.Keys) + ".",
            DefaultValueFactory = _ => "failed",
            HelpName = "STATUSES",
        };
        var budget = new Option<decimal?>("--max-usd") { Description = "A new cap of the run in dollars.", HelpName = "USD" };
        var external = new Option<bool>("--external-worker") { Description = "Leave the analysis to 'pipeline worker'." };
        var command = new Command("retry", "Tries the items again that did not succeed. What was paid and delivered is not paid again.") { id, only, budget, external };
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var statuses = Parse(arguments.GetRequiredValue(only));
            await using var takenUp = await TakenUpRun.OpenAsync(environment, arguments.GetValue(id), cancellationToken);
            if (!takenUp.Run.IsEnded)
            {
                throw new CommandException("run_not_ended", $"Run {takenUp.Run.RunId} has not ended.", $"First: pipeline resume {takenUp.Run.RunId}");
            }

            var run = await takenUp.Host.Catalog[takenUp.Run.Pipeline].PlanRetryAsync(
                takenUp.Run, statuses, ResumeCommand.Ticks(arguments.GetValue(budget)), evenIfEmpty: false, cancellationToken);
            if (run is not null) return await takenUp.RunAsync(environment, run, !arguments.GetValue(external), cancellationToken);

            environment.Terminal.Message($"Run {takenUp.Run.RunId} has no such items.");
            return await takenUp.SumUpAsync(environment, cancellationToken);
        });
    }

    private static HashSet<ItemStatus> Parse(string text)
    {
        // Items without an end are always taken along: an earlier retry may have been cut short before it began.
        var statuses = new HashSet<ItemStatus> { ItemStatus.Pending };
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Choices.TryGetValue(name, out var chosen))
            {
                throw new CommandException("invalid_option", $"--only has '{name}'; allowed are {string.Join(", ", Choices.Keys)}.");
            }

            statuses.UnionWith(chosen);
        }

        return statuses;
    }
}
