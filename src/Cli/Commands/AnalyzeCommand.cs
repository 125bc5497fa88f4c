using System.CommandLine;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>analyze FILE...</c>: the detectors over any video.</summary>
internal static class AnalyzeCommand
{
    /// <summary>Finished results that may wait for a slow one before them, as a multiple of what is worked on at once.</summary>
    private const int AheadMax = 8;

    private static readonly Argument<string[]> Files = new("file") { Description = "Videos.", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string?> Reference = new("--reference")
    {
        Description = "Compare every file with this one, frame by frame: PSNR and SSIM.", HelpName = "FILE",
    };

    private static readonly Option<string[]> Expect = new("--expect")
    {
        Description = $"What the video is meant to show: {DetectorCatalog.Ballistic} (what is loose falls freely).", HelpName = "WHAT",
    };

    private static readonly Option<string?> Html = new("--html")
    {
        Description = "Write a page for each file into this folder, with plots and pictures of the worst moments.", HelpName = "DIR",
    };

    static AnalyzeCommand() => Expect.AcceptOnlyFromAmong(DetectorCatalog.Ballistic);

    public static Command Create()
    {
        var command = new Command("analyze", "Looks for defects in videos.") { Files, Reference, Expect, Html };
        DeviceOptions.AddTo(command);
        return command.Runs(AnalyzeAsync);
    }

    private static async Task<int> AnalyzeAsync(CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var arguments = environment.Arguments;
        var ffmpeg = await FfmpegTool.FindAsync(environment.Settings[SettingDefinitions.Ffmpeg], environment.Clock, cancellationToken);
        var files = arguments.GetRequiredValue(Files);
        // Fewer files than processors share them.
        var pool = DevicePools.Create(environment.Settings, Math.Min(files.Length, Environment.ProcessorCount), seed: 0);
        if (DevicePools.Choice(environment.Settings, pool) is { } choice) environment.Terminal.Message(choice);

        var pages = arguments.GetValue(Html) is { } folder ? ClipPages.In(folder) : null;
        var comparer = arguments.GetValue(Reference) is { } reference ? new ReferenceComparer(ffmpeg, reference, environment.Clock) : null;
        var analyzer = new FileAnalyzer(new ClipAnalyzer(ffmpeg, pool, environment.Clock), arguments.GetValue(Expect) ?? [], comparer, pages);
        var results = new List<FileAnalysis>();
        await foreach (var result in InOrderAsync(files, analyzer.AnalyzeAsync, pool.JobsMax, cancellationToken))
        {
            results.Add(result);
            AnalyzeText.Print(environment.Terminal, result);
        }

        if (pages is not null) environment.Terminal.Message($"Pages: {await pages.WriteIndexAsync(cancellationToken)}");
        if (environment.Terminal.IsJson) environment.Terminal.Json(results);
        return results.Exists(result => result.Error is not null) ? ExitCodes.Error : ExitCodes.Ok;
    }

    /// <summary>Works on several at once and gives the results in the order of the inputs, each as soon as those before it are there.</summary>
    private static async IAsyncEnumerable<TResult> InOrderAsync<T, TResult>(
        IReadOnlyList<T> inputs,
        Func<T, CancellationToken, Task<TResult>> workAsync,
        int parallelism,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new Queue<Task<TResult>>();
        try
        {
            var next = 0;
            while (next < inputs.Count || underWay.Count > 0)
            {
                while (next < inputs.Count && underWay.Count(task => !task.IsCompleted) < parallelism && underWay.Count < AheadMax * parallelism)
                {
                    var input = inputs[next++];
                    underWay.Enqueue(Task.Run(() => workAsync(input, stop.Token), stop.Token));
                }

                if (underWay.Peek().IsCompleted) yield return await underWay.Dequeue();
                else await Task.WhenAny(underWay.Where(task => !task.IsCompleted));
            }
        }
        finally
        {
            // Whoever stops listening leaves no decoder behind.
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
