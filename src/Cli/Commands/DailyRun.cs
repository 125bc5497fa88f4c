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
    private const int DaysBack = 7;

    /// <summary>Runs what was prepared, unless the project has had its run of today.</summary>
    public async Task<(int ExitCode, RunId RunId)> RunAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        var day = await ProjectDays.TodayAsync(new(host.Tables), prepared.Project, prepared.TimeZone, environment.Clock.GetUtcNow(), cancellationToken);
        await TellOfUnfinishedAsync(prepared.Project, day, cancellationToken);
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

    /// <summary>A process that was killed yesterday left its run behind, and a new day does not go on with it by itself.</summary>
    private async Task TellOfUnfinishedAsync(string project, DateOnly today, CancellationToken cancellationToken)
    {
        var claims = new StartClaims(host.Tables, environment.Clock);
        for (var back = 1; back <= DaysBack; back++)
        {
            var day = today.AddDays(-back);
            if (await claims.FindAsync(StartKey.OfDay(project, day, "daily-mode"), cancellationToken) is not { } claim) continue;
            if (await host.Services.Runs.GetAsync(claim.RunId, cancellationToken) is not { IsEnded: false } run) continue;
            environment.Terminal.Message($"Run {run.RunId} of {Text(day)} is unfinished; it goes on with: pipeline resume {run.RunId}");
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
