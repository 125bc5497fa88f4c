using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>watch [RUN]</c>: follows a run that another process executes, until it ends.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var id = CommonOptions.RunId();
        var command = new Command("watch", "Follows a run until it ends.") { id };
        return command.Runs((environment, cancellationToken) => WatchAsync(environment, environment.Arguments.GetValue(id), cancellationToken));
    }

    private static async Task<int> WatchAsync(CommandEnvironment environment, string? id, CancellationToken cancellationToken)
    {
        await using var home = HomeReader.Open(environment);
        var run = await home.FindRunAsync(id, cancellationToken);
        var start = environment.Clock.GetTimestamp();
        int? endedBefore = null;
        while (true)
        {
            run = await home.FindRunAsync(run.RunId.Value, cancellationToken);
            var counts = await home.Stores.Runs.CountItemsAsync(run.RunId, cancellationToken);
            endedBefore ??= run.Total - counts[ItemStatus.Pending];
            var totals = await home.Stores.Ledger.GetTotalsAsync(run.Project, run.RunId, cancellationToken);
            Show(environment.Terminal, run, counts, ProgressLine.Format(run, counts, totals, endedBefore.Value, environment.Clock.GetElapsedTime(start)));
            if (run.IsEnded) break;

            await Task.Delay(Interval, environment.Clock, cancellationToken);
        }

        if (environment.Terminal.CanRedraw) environment.Terminal.Message("");
        return ExitCodes.Of(run.Status);
    }

    private static void Show(Terminal terminal, RunRecord run, IReadOnlyDictionary<ItemStatus, int> counts, string line)
    {
        if (terminal.IsJson) terminal.JsonLine(new { runId = run.RunId.Value, run.Status, run.Total, items = counts });
        if (terminal.CanRedraw) terminal.Redraw(line);
        else terminal.Message(line);
    }
}
