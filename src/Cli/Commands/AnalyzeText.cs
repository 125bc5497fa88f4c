using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>An analysis for people: what was found, then in one line each what was clean and what is not known.</summary>
internal static class AnalyzeText
{
    // A person reads no more of one detector; --json and --html have all.
    private const int FindingsShownMax = 3;

    public static void Print(Terminal terminal, FileAnalysis result)
    {
        if (terminal.IsJson) return;
        if (result.Frames > 0) PrintAnalysis(terminal, result);
        if (result.Error is not { } error) return;

        terminal.Line($"{(result.Frames > 0 ? "  error" : result.File)}: {error.Message}");
        if (error.Hint is not null) terminal.Line($"  {error.Hint}");
    }

    public static string InWords(ReferenceMeasure reference)
    {
        var measure = reference.Psnr is { } psnr
            ? Format($"Against the reference: PSNR {psnr:0.00} dB, SSIM {reference.Ssim:0.0000}.")
            : "Identical to the reference.";
        return reference.Note is null ? measure : $"{measure} Note: {reference.Note}.";
    }

    private static void PrintAnalysis(Terminal terminal, FileAnalysis result)
    {
        terminal.Line(Format($"{result.File}: {result.Frames} frames, {result.Width}x{result.Height}, {result.FramesPerSecond:0.##} a second"));
        terminal.Line($"  photo-realism {Points(result.Scores.Photorealism)}, physics {Points(result.Scores.Physics)}{Contributions(result.Scores)}");
        if (result.Reference is { } reference) terminal.Line("  " + InWords(reference));
        if (result.Warning is not null) terminal.Line($"  warning: {result.Warning}");
        foreach (var detector in result.Detectors.Where(detector => detector.Detected).OrderByDescending(detector => detector.Score)) PrintFound(terminal, detector, result);

        var clean = result.Detectors.Where(detector => detector is { Detected: false, Abstained: false }).Select(detector => detector.Id).ToArray();
        if (clean.Length > 0) terminal.Line($"  nothing found: {string.Join(", ", clean)}");
        foreach (var group in result.Detectors.Where(detector => detector.Abstained).GroupBy(detector => detector.Reason))
        {
            terminal.Line($"  not measured:  {string.Join(", ", group.Select(detector => detector.Id))} ({group.Key})");
        }
    }

    private static void PrintFound(Terminal terminal, FileDetector detector, FileAnalysis result)
    {
        terminal.Line(Format($"  found {detector.Id,-21} score {detector.Score:0.00}"));
        foreach (var finding in detector.Findings.OrderByDescending(finding => finding.Severity).Take(FindingsShownMax))
        {
            var where = finding.Box.Width == result.Width && finding.Box.Height == result.Height
                ? "the whole frame"
                : Format($"{finding.Box.Width}x{finding.Box.Height} at ({finding.Box.X}, {finding.Box.Y})");
            terminal.Line(Format($"      {finding.StartSeconds:0.00} s to {finding.EndSeconds:0.00} s, severity {finding.Severity:0.00}, {where}"));
        }

        var more = detector.Findings.Count - FindingsShownMax;
        if (more > 0) terminal.Line($"      and {more} more");
    }

    private static string Points(double? score) => score is { } points ? Format($"{points:0.#} of 100") : "not measured";

    private static string Contributions(VideoScores scores) => scores.Contributions.Count == 0
        ? ""
        : $" ({string.Join(", ", scores.Contributions.OrderByDescending(pair => pair.Value).Select(pair => Format($"{pair.Key} -{pair.Value:0.#}")))})";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
