using System.CommandLine;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>analyze FILE...</c>: the detectors over any video.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Videos.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("analyze", "Looks for defects in videos.") { files };
        return command.Runs((environment, cancellationToken) =>
            AnalyzeAsync(environment, environment.Arguments.GetRequiredValue(files), cancellationToken));
    }

    private static async Task<int> AnalyzeAsync(CommandEnvironment environment, string[] files, CancellationToken cancellationToken)
    {
        var ffmpeg = await FfmpegTool.FindAsync(environment.Settings[SettingDefinitions.Ffmpeg], environment.Clock, cancellationToken);
        var analyzer = new ClipAnalyzer(ffmpeg, environment.Clock);
        var results = new List<FileAnalysis>();
        foreach (var file in files)
        {
            var result = await AnalyzeAsync(analyzer, file, cancellationToken);
            results.Add(result);
            if (!environment.Terminal.IsJson) Print(environment.Terminal, result);
        }

        if (environment.Terminal.IsJson) environment.Terminal.Json(results);
        return results.Exists(result => result.Error is not null) ? ExitCodes.Error : ExitCodes.Ok;
    }

    private static async Task<FileAnalysis> AnalyzeAsync(ClipAnalyzer analyzer, string file, CancellationToken cancellationToken)
    {
        try
        {
            var analysis = await analyzer.AnalyzeAsync(file, [], cancellationToken);
            return new FileAnalysis(
                file, analysis.Frames, analysis.FramesPerSecond, analysis.Width, analysis.Height, analysis.Sharpness, analysis.Detectors, analysis.Warning, null);
        }
        catch (MediaException exception)
        {
            return new FileAnalysis(file, 0, 0, 0, 0, 0, [], null, new FileError(exception.Code, exception.Message, exception.Hint));
        }
    }

    private static void Print(Terminal terminal, FileAnalysis result)
    {
        if (result.Error is { } error)
        {
            terminal.Line($"{result.File}: {error.Message} {error.Hint}");
            return;
        }

        terminal.Line($"{result.File}: {result.Frames} frames, {result.Width}x{result.Height}, {result.FramesPerSecond:0.##} a second, sharpness {result.Sharpness:0.#}");
        if (result.Warning is not null) terminal.Line($"  warning: {result.Warning}");
        foreach (var detector in result.Detectors)
        {
            var words = detector.Abstained ? $"not measured: {detector.Reason}" : detector.Detected ? "found" : "nothing found";
            terminal.Line($"  {detector.Id,-22} {detector.Score:0.00}  {words}");
            foreach (var finding in detector.Detected ? detector.Findings : [])
            {
                terminal.Line($"      {finding.StartSeconds:0.00} s to {finding.EndSeconds:0.00} s, severity {finding.Severity:0.00}");
            }
        }
    }

    private sealed record FileAnalysis(
        string File,
        int Frames,
        double FramesPerSecond,
        int Width,
        int Height,
        double Sharpness,
        IReadOnlyList<DetectorResult> Detectors,
        string? Warning,
        FileError? Error);

    private sealed record FileError(string Code, string Message, string Hint);
}
