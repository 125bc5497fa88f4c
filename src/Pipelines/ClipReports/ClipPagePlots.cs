using System.Globalization;
using System.Text;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>Each detector's measure over time, one below the other on one time axis.</summary>
internal static class ClipPagePlots
{
    private const int WidthUnits = 1000;
    private const int HeightUnits = 60;

    public static void Write(HtmlBuilder page, VideoAnalysis video)
    {
        var plotted = video.Detectors.Where(detector => detector is { Abstained: false, Series.Count: > 1 })
            .OrderByDescending(detector => detector.Detected).ThenByDescending(detector => detector.Score).ToArray();
        if (plotted.Length == 0) return;

        page.Write($"""
            <section id="time">
            <h2>Over time</h2>
            <p class="lead">What each detector measured in each frame, in its own unit: compare heights within a line, not between lines. The bands
            are what it found.</p>
            <div class="plots">

            """);
        foreach (var detector in plotted) WritePlot(page, video, detector);
        page.Write($"<div class=\"plot\"><span></span><div class=\"axis\"><i>0 s</i><i>{ReportFigures.Seconds(video.DurationSeconds / 2)} s</i><i>{ReportFigures.Seconds(video.DurationSeconds)} s</i></div><span></span></div>\n");
        page.Write($"</div>\n</section>\n");
    }

    private static void WritePlot(HtmlBuilder page, VideoAnalysis video, DetectorResult detector)
    {
        var series = detector.Series!;
        var highest = series.Max(point => point.Value);
        page.Write($"<div class=\"plot{(detector.Detected ? " hit" : "")}\"><span>{detector.Id}</span>");
        page.Write($"<svg viewBox=\"0 0 {WidthUnits} {HeightUnits}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{detector.Id} over time, at most {Value(highest)}\">");
        foreach (var finding in detector.Detected ? detector.Findings : [])
        {
            var left = X(finding.StartSeconds, video);
            page.Write($"<rect class=\"range\" x=\"{Text(left)}\" y=\"0\" width=\"{Text(Math.Max(2, X(finding.EndSeconds, video) - left))}\" height=\"{HeightUnits}\"/>");
        }

        page.Write($"<path class=\"line\" d=\"{Line(series, highest, video)}\"/></svg><small>{Value(highest)}</small></div>\n");
    }

    private static string Line(IReadOnlyList<SeriesPoint> series, double highest, VideoAnalysis video)
    {
        // A line along the top would be cut in half.
        const double Margin = 3;
        var path = new StringBuilder();
        foreach (var point in series)
        {
            var share = highest > 0 ? point.Value / highest : 0;
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Text(X(point.Seconds, video))).Append(' ')
                .Append(Text(HeightUnits - Margin - share * (HeightUnits - 2 * Margin)));
        }

        return path.ToString();
    }

    private static double X(double seconds, VideoAnalysis video) => Math.Clamp(seconds / video.DurationSeconds, 0, 1) * WidthUnits;

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Value(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
