using System.CommandLine;
using System.Globalization;
using System.Text;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.ClipReports;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>compare A B</c>: how far two pictures or two videos are from each other.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> One = new("a") { Description = "A picture or a video." };

    private static readonly Argument<string> Other = new("b") { Description = "Another of the same kind and size." };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Write a page and pictures of the worst frame into this folder.", HelpName = "DIR",
    };

    public static Command Create() =>
        new Command("compare", "Compares two pictures or two videos: PSNR, SSIM, what differs.") { One, Other, Out }.Runs(CompareAsync);

    private static async Task<int> CompareAsync(CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var (one, other) = (environment.Arguments.GetRequiredValue(One), environment.Arguments.GetRequiredValue(Other));
        var ffmpeg = await FfmpegTool.FindAsync(environment.Settings[SettingDefinitions.Ffmpeg], environment.Clock, cancellationToken);
        var comparison = await new ReferenceComparer(ffmpeg, other, environment.Clock).CompareAsync(one, cancellationToken);
        var folder = environment.Arguments.GetValue(Out);
        var page = folder is null ? null : await WriteAsync(folder, environment.Clock, ffmpeg, one, other, comparison, cancellationToken);

        if (environment.Terminal.IsJson) environment.Terminal.Json(AsObject(one, other, comparison, page));
        else Print(environment.Terminal, comparison);
        if (page is not null) environment.Terminal.Line($"  page: {page}");
        return ExitCodes.Ok;
    }

    private static async Task<string> WriteAsync(
        string folder, TimeProvider clock, FfmpegTool ffmpeg, string one, string other, ReferenceComparison comparison, CancellationToken cancellationToken)
    {
        try
        {
            var full = Directory.CreateDirectory(folder).FullName;
            var pictures = await DifferencePictures.WriteAsync(ffmpeg, one, other, comparison.WorstFrame.Index, full, clock, cancellationToken);
            var page = Path.Combine(full, "compare.html");
            await File.WriteAllTextAsync(page, ComparisonPage.Render(Path.GetFileName(one), Path.GetFileName(other), comparison, pictures), Encoding.UTF8, cancellationToken);
            return page;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException("output_not_written", $"--out has '{folder}', which cannot be written: {exception.Message}", inner: exception);
        }
    }

    private static object AsObject(string one, string other, ReferenceComparison comparison, string? page) => new
    {
        a = one,
        b = other,
        comparison.Frames,
        identical = double.IsPositiveInfinity(comparison.PsnrDb),
        psnr = Finite(comparison.PsnrDb),
        comparison.Ssim,
        worstFrame = new { comparison.WorstFrame.Index, comparison.WorstFrame.Seconds, psnr = Finite(comparison.WorstFrame.PsnrDb), comparison.WorstFrame.Ssim },
        planes = comparison.Planes.Select(plane => new { plane.Name, psnr = Finite(plane.PsnrDb), plane.Ssim }),
        comparison.Note,
        page,
    };

    /// <summary>JSON has no infinity: identical pictures have no PSNR there.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static void Print(Terminal terminal, ReferenceComparison comparison)
    {
        var worst = comparison.WorstFrame;
        if (double.IsPositiveInfinity(comparison.PsnrDb)) terminal.Line($"identical in {comparison.Frames} {(comparison.Frames == 1 ? "frame" : "frames")}");
        else terminal.Line(Format($"PSNR {comparison.PsnrDb:0.00} dB, SSIM {comparison.Ssim:0.0000} over {comparison.Frames} {(comparison.Frames == 1 ? "frame" : "frames")}"));
        if (comparison.Frames > 1 && double.IsFinite(worst.PsnrDb))
        {
            terminal.Line(Format($"  worst frame: number {worst.Index + 1} at {worst.Seconds:0.00} s, PSNR {worst.PsnrDb:0.00} dB, SSIM {worst.Ssim:0.0000}"));
        }

        if (comparison.Note is not null) terminal.Line($"  note: {comparison.Note}");
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
