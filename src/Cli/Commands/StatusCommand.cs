using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>status [RUN]</c>: how a run stands; <c>--all</c> lists the runs of the home.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var id = CommonOptions.RunId();
        var all = new Option<bool>("--all") { Description = "List all runs, newest first." };
        var command = new Command("status", "Shows how a run stands, also while it is running.") { id, all };
        var files = EndOptions.CreateFiles();
        command.Options.Add(files);
        command.Validators.Add(result =>
        {
            if (result.GetResult(all) is not null && result.GetResult(files) is not null) result.AddError("--output writes one run; it does not go with --all.");
        });
        return command.Runs(async (environment, cancellationToken) =>
        {
            await using var home = HomeReader.Open(environment);
            if (environment.Arguments.GetValue(all)) return await ListAsync(environment, home, cancellationToken);

            var run = await home.FindRunAsync(environment.Arguments.GetValue(id), cancellationToken);
            var summary = await RunSummaries.ReadAsync(home.Stores.Runs, home.Stores.Ledger, run, home.Stores.Home.RunFolder(run.RunId.Value), cancellationToken);
            if (!run.IsEnded) summary = summary with { Workers = await ReadWorkersAsync(environment, home, cancellationToken) };
            var end = new RunEnd(environment.Terminal, environment.Arguments.GetValue(files) ?? [], Tolerance: null);
            await end.ReportAsync(summary, run, home.Stores.RunStores, cancellationToken);
            return ExitCodes.Ok;
        });
    }

    private static Task<IReadOnlyList<WorkerDevices>> ReadWorkersAsync(CommandEnvironment environment, HomeReader home, CancellationToken cancellationToken) =>
        new FrameJobStore(home.Stores.Blobs).ListDevicesAsync(FrameJobWorkerOptions.DefaultLease, environment.Clock.GetUtcNow(), cancellationToken);

    private static async Task<int> ListAsync(CommandEnvironment environment, HomeReader home, CancellationToken cancellationToken)
    {
        var runs = new List<object>();
        await foreach (var run in home.Stores.Runs.ListAsync(cancellationToken))
        {
            var totals = await home.Stores.Ledger.GetTotalsAsync(run.Project, run.RunId, cancellationToken);
            runs.Add(new { runId = run.RunId.Value, run.Pipeline, run.Project, run.Provider, run.Status, run.Total, run.CreatedAt, spentTicks = totals.SpentTicks });
            environment.Terminal.Line($"{run.RunId}  {run.Pipeline,-12} {run.Project,-12} {run.Status.ToString().ToLowerInvariant(),-14} {run.Total,7} items  {UsdTicks.Format(totals.SpentTicks)}");
        }

        if (environment.Terminal.IsJson) environment.Terminal.Json(new { runs });
        return ExitCodes.Ok;
    }
}
