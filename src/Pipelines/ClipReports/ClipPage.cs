using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>
/// The page of one video: a file without scripts that opens from disk with no network. Pictures are inside it; only the video is linked.
/// Whatever comes from outside is encoded.
/// </summary>
public static class ClipPage
{
    /// <summary>Were a tag ever to slip through the encoding, the browser would still run and load nothing.</summary>
    internal const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; media-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'";

    /// <summary>Renders the page. The same report gives the same bytes.</summary>
    public static string Render(ClipReport report)
    {
        var page = new HtmlBuilder();
        Begin(page, $"{report.Name}: defects");
        WriteHead(page, report);
        page.Write($"<main>\n");
        ClipPageFindings.Write(page, report);
        ClipPagePlots.Write(page, report.Analysis);
        ClipPageDetectors.Write(page, report);
        page.Write($"</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>Everything up to the body's first element.</summary>
    internal static void Begin(HtmlBuilder page, string title) => PageHead.Write(page, title, Policy, ClipPageStyle.Css);

    private static void WriteHead(HtmlBuilder page, ClipReport report)
    {
        var video = report.Analysis;
        var facts = string.Create(
            CultureInfo.InvariantCulture,
            $"{video.Frames:N0} frames, {video.Width} × {video.Height}, {video.FramesPerSecond:0.##} a second, {ReportFigures.Duration(video.DurationSeconds)}");
        page.Write($"<header>\n<p class=\"eyebrow\">Defect analysis</p>\n<h1>{report.Name}</h1>\n<p class=\"finding\">{Headline(video)}</p>\n");
        page.Write($"<div class=\"head\"><div>");
        if (report.ClipPath is { } path)
        {
            page.Write($"<video preload=\"metadata\" controls muted playsinline{Poster(report)} src=\"{ReportFigures.Link(path)}\"></video>");
            WriteStrip(page, video);
        }

        page.Write($"<p class=\"facts\">{facts}. Analysed on {report.Device}");
        if (report.Expects.Count > 0) page.Write($"; expected: {string.Join(", ", report.Expects)}");
        page.Write($".</p>");
        if (report.Reference is not null) page.Write($"<p class=\"facts\">{report.Reference}</p>");
        if (report.ClipPath is null) page.Write($"<p class=\"facts\">The video is too large to lie beside this page.</p>");
        page.Write($"</div>\n<div>");
        ClipPageScores.Write(page, report.Scores);
        page.Write($"</div></div>\n");
        if (video.Warning is not null) page.Write($"<p class=\"caveats\">{video.Warning}</p>\n");
        page.Write($"</header>\n");
    }

    private static string Headline(VideoAnalysis video)
    {
        var found = video.Detectors.Where(detector => detector.Detected).OrderByDescending(detector => detector.Score).Select(detector => detector.Id).ToArray();
        var measured = video.Detectors.Count(detector => !detector.Abstained);
        var unknown = video.Detectors.Count - measured;
        var rest = unknown == 0 ? "" : $" {(unknown == 1 ? "1 detector" : $"{unknown} detectors")} could not measure this video.";
        return found.Length switch
        {
            _ when measured == 0 => "No detector could measure this video, so nothing is known about it.",
            0 => $"No defect found by {(measured == 1 ? "1 detector" : $"{measured} detectors")}.{rest}",
            1 => $"Found: {found[0]}.{rest}",
            _ => $"Found: {string.Join(", ", found[..^1])} and {found[^1]}.{rest}",
        };
    }

    /// <summary>The worst frame, so that the page shows at once what it is about.</summary>
    private static Markup Poster(ClipReport report)
    {
        var worst = report.Pictures.Where(picture => picture.Jpeg is not null).MaxBy(picture => picture.Finding.Severity);
        return new Markup(worst is null ? "" : $" poster=\"data:image/jpeg;base64,{Convert.ToBase64String(worst.Jpeg!)}\"");
    }

    /// <summary>Where in the video the defects lie.</summary>
    private static void WriteStrip(HtmlBuilder page, VideoAnalysis video)
    {
        page.Write($"<div class=\"strip\" aria-hidden=\"true\">");
        foreach (var finding in video.Detectors.Where(detector => detector.Detected).SelectMany(detector => detector.Findings))
        {
            var left = Math.Clamp(finding.StartSeconds / video.DurationSeconds, 0, 1);
            var width = Math.Clamp(finding.EndSeconds / video.DurationSeconds, 0, 1) - left;
            page.Write($"<i style=\"left:{ReportFigures.Position(left)}%;width:{ReportFigures.Position(width)}%\"></i>");
        }

        page.Write($"</div>");
    }
}
