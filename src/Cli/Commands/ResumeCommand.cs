using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>resume [RUN]</c>: goes on with a run after an interruption, a crash or a raised cap. Its original options hold.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var id = CommonOptions.RunId();
        var budget = new Option<decimal?>("--max-usd") { Description = "A new cap of the run in dollars.", HelpName = "USD" };
        var external = new Option<bool>("--external-worker") { Description = "Leave the analysis to 'pipeline worker'." };
        var command = new Command("resume", "Goes on with an interrupted or budget-stopped run.") { id, budget, external };
        var end = new EndOptions();
        end.AddTo(command);
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            await using var takenUp = await TakenUpRun.OpenAsync(environment, arguments.GetValue(id), end.Read(environment), cancellationToken);
            var run = await PlanAsync(environment, takenUp, Ticks(arguments.GetValue(budget)), cancellationToken);
            return run is null
                ? await takenUp.SumUpAsync(cancellationToken)
                : await takenUp.RunAsync(environment, run, !arguments.GetValue(external), cancellationToken);
        });
    }

    public static long? Ticks(decimal? usd)
    {
        if (usd is null) return null;
        if (usd is >= 0 and <= 1_000_000) return UsdTicks.FromUsdRoundedUp(usd.Value);
        throw new CommandException(
            "invalid_option", string.Create(CultureInfo.InvariantCulture, $"--max-usd is {usd}; allowed is an amount from 0 to 1000000."));
    }

    /// <summary>The run as it is to be started, or null when there is nothing left to do.</summary>
    private static async Task<RunRecord?> PlanAsync(
        CommandEnvironment environment, TakenUpRun takenUp, long? budgetTicks, CancellationToken cancellationToken)
    {
        var run = takenUp.Run;
        if (run.IsEnded && run.Status != RunStatus.BudgetStopped)
        {
            environment.Terminal.Message($"Run {run.RunId} has ended; there is nothing to resume. 'pipeline retry {run.RunId}' tries failed items again.");
            return null;
        }

        var planned = await new RunControl(takenUp.Host.Catalog, takenUp.Host.Services.Runs, takenUp.Host.Engine)
            .PlanResumeAsync(run, budgetTicks, cancellationToken);
        return planned.IsEnded ? null : planned;
    }
}
