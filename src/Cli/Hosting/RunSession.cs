using System.Runtime.InteropServices;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>
/// Runs one run to its end in this process, showing progress. Ctrl-C once stops admitting and lets what is in hand settle; twice ends at
/// once. Both leave a run that can be resumed.
/// </summary>
internal sealed class RunSession(EmbeddedHost host, Terminal terminal, TimeProvider clock, RunEnd end)
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HeldInterval = TimeSpan.FromSeconds(30);

    private ILogger Log { get; } = host.Services.Loggers.CreateLogger<RunSession>();

    /// <summary>Starts or takes up the run's current round and returns the exit code.</summary>
    public async Task<int> RunAsync(RunRecord run, bool hasWorker, CancellationToken cancellationToken)
    {
        var pipeline = host.Catalog[run.Pipeline];
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Interrupt(context, run, interrupted));
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Interrupt(context, run, interrupted));

        Log.LogInformation("Run {RunId}, round {Round}: taken up with {Total} items.", run.RunId, run.Round, run.Total);
        await host.StartAsync(run, hasWorker, cancellationToken);
        await pipeline.StartAsync(host.Engine, run, cancellationToken);
        terminal.Message($"Run {run.RunId}: {run.Total} items in {host.Services.RunFolder(run.RunId)}");

        try
        {
            await WatchAsync(run, host.Engine.WaitForCompletionAsync(pipeline.InstanceId(run), interrupted.Token), interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await host.DrainAsync();
        }
        catch (EngineStoppedException exception)
        {
            throw new CommandException(
                "engine_stopped", $"{exception.Message} What was acknowledged is kept.", $"Then: pipeline resume {run.RunId}", inner: exception);
        }

        return await SumUpAsync(run.RunId, interrupted.IsCancellationRequested);
    }

    private async Task WatchAsync(RunRecord run, Task end, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var endedBefore = run.Total - host.Services.Progress.Count(run.RunId.Value)[ItemStatus.Pending];
        var interval = terminal.CanRedraw ? RedrawInterval : LineInterval;
        var lookedForHeld = start;
        while (await Task.WhenAny(end, Task.Delay(interval, clock, cancellationToken)) != end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ShowAsync(run, endedBefore, clock.GetElapsedTime(start), cancellationToken);
            if (clock.GetElapsedTime(lookedForHeld) < HeldInterval) continue;

            lookedForHeld = clock.GetTimestamp();
            await RefuseHeldAsync(run, cancellationToken);
        }

        await end;
        await ShowAsync(run, endedBefore, clock.GetElapsedTime(start), cancellationToken);
        if (terminal.CanRedraw) terminal.Message("");
    }

    /// <summary>An instance that the engine holds back, because the program has changed under it, would be waited for in vain.</summary>
    private async Task RefuseHeldAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await foreach (var instance in host.Engine.ListAsync(host.Catalog[run.Pipeline].InstanceIdPrefix(run.RunId), cancellationToken))
        {
            if (instance is not { IsEnded: false, Failure: { } failure }) continue;

            throw new CommandException(
                failure.Code, $"Run {run.RunId} cannot go on: {failure.Message}", "Resume it with the version of the program that began it; nothing is lost.");
        }
    }

    private async Task ShowAsync(RunRecord run, int endedBefore, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var totals = await host.Services.Ledger.GetTotalsAsync(run.Project, run.RunId, cancellationToken);
        var line = ProgressLine.Format(run, host.Services.Progress.Count(run.RunId.Value), totals, endedBefore, elapsed);
        if (terminal.CanRedraw) terminal.Redraw(line);
        else terminal.Message(line);
    }

    private async Task<int> SumUpAsync(State.RunId runId, bool isInterrupted)
    {
        var run = await host.Services.Runs.GetAsync(runId, CancellationToken.None)
            ?? throw new CommandException("run_missing", $"There is no run {runId}.");
        var summary = await RunSummaries.ReadAsync(host.Services, run, CancellationToken.None);
        Log.LogInformation(
            "Run {RunId}: {Status}; {Succeeded} succeeded, {Failed} failed, {Unknown} unknown, {Unfinished} unfinished, {SpentTicks} ticks spent.",
            run.RunId, run.Status, summary.Succeeded, summary.Failed, summary.Unknown, summary.Unfinished, summary.Cost.SpentTicks);
        if (!run.IsEnded && !isInterrupted)
        {
            throw new CommandException(
                "run_not_finished", $"Run {runId} could not be finished; its log in the home's logs folder says why.", $"Then: pipeline resume {runId}");
        }

        await end.ReportAsync(summary, run, host.RunStores, CancellationToken.None);
        if (run.IsEnded)
        {
            await TellOfPostsAsync(run);
            return end.ExitCode(summary);
        }

        terminal.Message($"Interrupted. Nothing is lost; go on with: pipeline resume {runId}");
        return ExitCodes.Interrupted;
    }

    /// <summary>Posts go out after a person's yes only, so a person has to be told of them.</summary>
    private async Task TellOfPostsAsync(RunRecord run)
    {
        var publications = await new PublicationDesk(host.Tables, host.Services.Blobs, clock).ListAsync(run, CancellationToken.None);
        var waiting = publications.Count(publication => publication.State == PublicationView.AwaitingApproval);
        if (waiting > 0) terminal.Message($"{waiting} {(waiting == 1 ? "post waits" : "posts wait")} for your yes: pipeline publish {run.RunId} shows the text, --approve posts it.");
    }

    private void Interrupt(PosixSignalContext context, RunRecord run, CancellationTokenSource interrupted)
    {
        context.Cancel = true;
        if (interrupted.IsCancellationRequested)
        {
            // What is acknowledged is on disk, so ending here is what a crash would be.
            terminal.Message($"Stopped at once; go on with: pipeline resume {run.RunId}");
            Environment.Exit(ExitCodes.Interrupted);
        }

        terminal.Message("Stopping: no new work starts, what is in hand settles. Ctrl-C again stops at once.");
        interrupted.Cancel();
    }
}
