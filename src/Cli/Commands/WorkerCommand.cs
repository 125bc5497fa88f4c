using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State.Blobs;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>worker</c>: analyses frame jobs in a process of its own. It touches the two frame folders and the clips, never a database.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var parallelism = new Option<int>("--parallelism")
        {
            Description = "Clips analysed at once.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N",
        };
        var once = new Option<bool>("--once") { Description = "End when no job is left, instead of waiting for more." };
        var command = new Command("worker", "Analyses clips for runs started with --external-worker.") { parallelism, once };
        DeviceOptions.AddTo(command);
        return command.Runs((environment, cancellationToken) => WorkAsync(
            environment, environment.Arguments.GetValue(parallelism), environment.Arguments.GetValue(once), cancellationToken));
    }

    private static async Task<int> WorkAsync(CommandEnvironment environment, int parallelism, bool isOnce, CancellationToken cancellationToken)
    {
        if (parallelism is < 1 or > 256) throw new CommandException("invalid_option", $"--parallelism is {parallelism}; allowed is 1 to 256.");

        var home = HomeFolder.OpenForWriting(environment.Home);
        using var loggers = environment.OpenLog(home);
        var ffmpeg = await FfmpegTool.FindAsync(environment.Settings[SettingDefinitions.Ffmpeg], environment.Clock, cancellationToken);
        var pool = DevicePools.Create(environment.Settings, parallelism, Environment.ProcessId);
        if (DevicePools.Choice(environment.Settings, pool) is { } choice) environment.Terminal.Message(choice);
        var blobs = new FolderBlobStore(home.Path, environment.Clock);
        var done = 0;
        var worker = new FrameJobWorker(
            new FrameJobStore(blobs),
            blobs,
            new ClipAnalyzer(ffmpeg, pool, environment.Clock),
            new FrameJobWorkerOptions
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"worker-{Environment.ProcessId}-{environment.Clock.GetUtcNow().ToUnixTimeMilliseconds():x}"),
                Parallelism = pool.JobsMax,
            },
            (_, _) =>
            {
                Interlocked.Increment(ref done);
                return Task.CompletedTask;
            },
            environment.Clock,
            loggers.CreateLogger<FrameJobWorker>());

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        environment.Terminal.Message($"Worker waits for clips in {home.Path}; Ctrl-C ends it.");
        if (isOnce) await worker.WorkOnceAsync(stop.Token);
        else await worker.RunAsync(stop.Token);

        if (environment.Terminal.IsJson) environment.Terminal.Json(new { analyzed = done });
        environment.Terminal.Line($"{done} clips analysed.");
        return ExitCodes.Ok;
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
