using System.Globalization;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// Today's run of a project, for a timer that is not ours (cron, systemd) and for people: whoever asks first today makes it, whoever asks later
/// goes on with it or hears how it ended. It is the run that a schedule of the project would have made.
/// </summary>
internal sealed class DailyRun(CommandEnvironment environment, EmbeddedHost host, RunEnd end)
{
    /// <summary>Runs what was prepared, unless the project has had its run of today.</summary>
    public async Task<(int ExitCode, RunId RunId)> RunAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        var day = await ProjectDays.TodayAsync(new(host.Tables), prepared.Project, prepared.TimeZone, environment.Clock.GetUtcNow(), cancellationToken);
        var starter = new RunStarter(host.Catalog, host.Services, new StartClaims(host.Tables, environment.Clock), host.Engine, request => request);
        var run = await starter.MakeAsync(prepared, StartKey.OfDay(prepared.Project, day, "daily-mode"), cancellationToken);
        if (run.UsesSimulator != prepared.UsesSimulator && !run.IsEnded)
        {
            throw new CommandException(
                "provider_changed",
                $"Run {run.RunId} of {Text(day)} is unfinished and was begun with {(run.UsesSimulator ? "the built-in simulator" : "the provider")}; now it would go on with the other. Nothing was started.",
                $"pipeline resume {run.RunId} goes on as it was begun.");
        }

        if (!run.IsEnded) return (await new RunSession(host, environment.Terminal, environment.Clock, end).RunAsync(run, hasWorker: true, cancellationToken), run.RunId);

        var summary = await RunSummaries.ReadAsync(host.Services, run, cancellationToken);
        environment.Terminal.Message($"Project {run.Project} has had its run of {Text(day)}: {run.RunId}.");
        await end.ReportAsync(summary, run, host.RunStores, cancellationToken);
        return (end.ExitCode(summary), run.RunId);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
