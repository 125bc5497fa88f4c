using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>What was found: for each detector its worst moments, with the place marked in the picture.</summary>
internal static class ClipPageFindings
{
    /// <summary>Times listed without a picture; more say no more.</summary>
    private const int TimesMax = 12;

    public static void Write(HtmlBuilder page, ClipReport report)
    {
        var found = report.Analysis.Detectors.Where(detector => detector.Detected).OrderByDescending(detector => detector.Score).ToArray();
        if (found.Length == 0) return;

        var tint = report.Pictures.Any(picture => picture.Finding.Heat is not null)
            ? " The tint shows how strongly each part is affected; point at a picture to see it without."
            : "";
        page.Write($"""
            <section id="findings">
            <h2>What was found</h2>
            <p class="lead">The worst moments of each defect. The yellow frame marks the place; without one it is the whole picture.{tint}</p>

            """);
        foreach (var detector in found) WriteDetector(page, report, detector);
        page.Write($"</section>\n");
    }

    private static void WriteDetector(HtmlBuilder page, ClipReport report, DetectorResult detector)
    {
        page.Write($"<article class=\"defect\" id=\"{detector.Id}\"><h3>{detector.Id} <span class=\"chip\">score <b>{ReportFigures.Percent(detector.Score)}</b></span></h3>");
        page.Write($"<p>{DefectWords.Of(detector.Id)}</p>\n<div class=\"moments\">");
        foreach (var picture in report.Pictures.Where(picture => picture.Detector == detector.Id)) WritePicture(page, report.Analysis, picture);
        page.Write($"</div>\n");
        if (detector.Findings.Count > 0)
        {
            page.Write($"<p class=\"times\">");
            foreach (var finding in detector.Findings.Take(TimesMax)) WriteTime(page, report, finding);
            if (detector.Findings.Count > TimesMax) page.Write($" and {ReportFigures.Number(detector.Findings.Count - TimesMax)} more");
            page.Write($"</p>");
        }

        page.Write($"</article>\n");
    }

    private static void WriteTime(HtmlBuilder page, ClipReport report, DetectorFinding finding)
    {
        var range = $"{ReportFigures.Seconds(finding.StartSeconds)}–{ReportFigures.Seconds(finding.EndSeconds)} s";
        if (report.ClipPath is { } path) page.Write($"<a href=\"{ReportFigures.Link(path)}#t={ReportFigures.Seconds(finding.StartSeconds)}\">{range}</a> ");
        else page.Write($"<span>{range}</span> ");
    }

    private static void WritePicture(HtmlBuilder page, VideoAnalysis video, FindingPicture picture)
    {
        var finding = picture.Finding;
        page.Write($"<figure><div class=\"still\" style=\"aspect-ratio:{video.Width}/{video.Height}\">");
        if (picture.Jpeg is { } jpeg)
        {
            page.Write($"<img alt=\"Frame at {ReportFigures.Seconds(finding.PeakSeconds)} seconds\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\">");
        }

        page.Write($"<svg viewBox=\"0 0 {video.Width} {video.Height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        if (finding.Heat is { } heat) WriteHeat(page, video, heat);
        if (finding.Box is { } box)
        {
            page.Write($"<rect class=\"edge\" x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\"/>");
            page.Write($"<rect class=\"box\" x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\"/>");
        }

        page.Write($"</svg></div><figcaption>at {ReportFigures.Seconds(finding.PeakSeconds)} s, severity {ReportFigures.Percent(finding.Severity)}, {Where(finding.Box)}</figcaption></figure>\n");
    }

    private static void WriteHeat(HtmlBuilder page, VideoAnalysis video, HeatMap heat)
    {
        var (width, height) = ((double)video.Width / heat.Columns, (double)video.Height / heat.Rows);
        for (var cell = 0; cell < heat.Values.Length; cell++)
        {
            if (heat.Values[cell] == 0) continue;

            var (column, row) = (cell % heat.Columns, cell / heat.Columns);
            page.Write($"<rect class=\"heat\" x=\"{Text(column * width)}\" y=\"{Text(row * height)}\" width=\"{Text(width)}\" height=\"{Text(height)}\" opacity=\"{Opacity(heat.Values[cell])}\"/>");
        }
    }

    /// <summary>Never so much that the picture below cannot be seen.</summary>
    private static string Opacity(byte value)
    {
        const double OpacityMax = 0.6;
        return (value / 255.0 * OpacityMax).ToString("0.##", CultureInfo.InvariantCulture);
    }

    private static string Where(FrameBox? box) => box is null
        ? "the whole picture"
        : string.Create(CultureInfo.InvariantCulture, $"{box.Width} × {box.Height} pixels at ({box.X}, {box.Y})");

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
