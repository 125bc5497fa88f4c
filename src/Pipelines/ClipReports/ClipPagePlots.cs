using System.Globalization;
using System.Text;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>Each detector's measure over time, one below the other on one time axis.</summary>
internal static class ClipPagePlots
{
    private const int WidthUnits = 1000;
    private const int HeightUnits = 60;

    public static void Write(HtmlBuilder page, VideoAnalysis video)
    {
        var measured = video.Detectors.Where(detector => detector is { Abstained: false, Series.Count: > 1 }).ToLookup(IsFlat);
        var plotted = measured[false].OrderByDescending(detector => detector.Detected).ThenByDescending(detector => detector.Score).ToArray();
        if (plotted.Length == 0) return;

        page.Write($"""
            <section id="time">
            <h2>Over time</h2>
            <p class="lead">What each detector measured in each frame, in its own unit: compare heights within a line, not between lines. The bands
            are what it found.</p>
            <div class="plots">

            """);
        foreach (var detector in plotted)
        {
            var ranges = detector.Detected ? detector.Findings : [];
            WritePlot(page, new Plot(detector.Id, detector.Series!, ranges, detector.Detected, video.DurationSeconds));
        }

        WriteAxis(page, video.DurationSeconds);
        if (measured[true].Any()) page.Write($"<p class=\"facts\">Nothing in any frame: {string.Join(", ", measured[true].Select(detector => detector.Id))}.</p>\n");
        page.Write($"</section>\n");
    }

    /// <summary>The quality of a comparison over time; nothing for a single picture.</summary>
    public static void Write(HtmlBuilder page, ReferenceComparison comparison)
    {
        if (comparison.Frames == 1) return;

        var seconds = comparison.SsimSeries[^1].Seconds;
        page.Write($"<section id=\"time\">\n<h2>Over time</h2>\n<p class=\"lead\">How far each frame is from the other file's: the higher, the farther.</p>\n<div class=\"plots\">\n");
        WritePlot(page, new Plot("1 − SSIM", [.. comparison.SsimSeries.Select(point => point with { Value = 1 - point.Value })], [], true, seconds));
        WriteAxis(page, seconds);
        page.Write($"</section>\n");
    }

    /// <summary>A line along the bottom says in a whole row what a word says.</summary>
    private static bool IsFlat(DetectorResult detector) => detector.Series!.All(point => point.Value <= 0);

    private static void WriteAxis(HtmlBuilder page, double seconds)
    {
        page.Write($"<div class=\"plot\"><span></span><div class=\"axis\"><i>0 s</i><i>{ReportFigures.Seconds(seconds / 2)} s</i><i>{ReportFigures.Seconds(seconds)} s</i></div><span></span></div>\n");
        page.Write($"</div>\n");
    }

    private static void WritePlot(HtmlBuilder page, Plot plot)
    {
        var highest = plot.Series.Max(point => point.Value);
        page.Write($"<div class=\"plot{(plot.IsMarked ? " hit" : "")}\"><span>{plot.Name}</span>");
        page.Write($"<svg viewBox=\"0 0 {WidthUnits} {HeightUnits}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{plot.Name} over time, at most {Value(highest)}\">");
        foreach (var range in plot.Ranges)
        {
            var left = plot.X(range.StartSeconds);
            page.Write($"<rect class=\"range\" x=\"{Text(left)}\" y=\"0\" width=\"{Text(Math.Max(2, plot.X(range.EndSeconds) - left))}\" height=\"{HeightUnits}\"/>");
        }

        page.Write($"<path class=\"line\" d=\"{Line(plot, highest)}\"/></svg><small>{Value(highest)}</small></div>\n");
    }

    private static string Line(Plot plot, double highest)
    {
        // A line along the top would be cut in half.
        const double Margin = 3;
        var path = new StringBuilder();
        foreach (var point in plot.Series)
        {
            var share = highest > 0 ? point.Value / highest : 0;
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Text(plot.X(point.Seconds))).Append(' ')
                .Append(Text(HeightUnits - Margin - share * (HeightUnits - 2 * Margin)));
        }

        return path.ToString();
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Three figures: more would say more than a measure knows.</summary>
    private static string Value(double number) =>
        number.ToString(number switch { >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.###" }, CultureInfo.InvariantCulture);

    /// <summary>A line over time.</summary>
    private sealed record Plot(string Name, IReadOnlyList<SeriesPoint> Series, IReadOnlyList<DetectorFinding> Ranges, bool IsMarked, double LengthSeconds)
    {
        public double X(double seconds) => Math.Clamp(seconds / LengthSeconds, 0, 1) * WidthUnits;
    }
}
