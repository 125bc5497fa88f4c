using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>The clips that show it, each opening at its worst moment.</summary>
internal static class ReportPageGallery
{
    public static void Write(HtmlBuilder page, VideoBatchReport report, string runFolder)
    {
        if (report.Analysed == 0) return;

        page.Write($"<section id=\"clips\">\n<h2>The clips that show it</h2>\n");
        if (report.WorstClips.Count == 0)
        {
            page.Write($"<p class=\"lead\">No clip has a defect that a detector found.</p>\n</section>\n");
            return;
        }

        page.Write($"""
            <p class="lead">The worst clip of each variant, then the worst of the others: {report.WorstClips.Count} of {ReportFigures.Number(report.Defective.Found)} with a defect. Each
            opens at its worst moment; a time plays that moment by itself. The pictures are the worst frames, with the place marked. The percentage is the detector's score, the strip below a
            clip shows where in it the defects lie.</p>
            <div class="gallery">

            """);
        foreach (var clip in report.WorstClips) WriteClip(page, clip, runFolder);
        page.Write($"</div>\n</section>\n");
    }

    private static void WriteClip(HtmlBuilder page, WorstClip clip, string runFolder)
    {
        var link = runFolder + ReportFigures.Link(clip.Clip);
        var worst = clip.Defects.SelectMany(defect => defect.Findings).MaxBy(finding => finding.Severity);
        page.Write($"""<article id="{clip.Id}"><video preload="metadata" controls muted playsinline src="{link}{(worst is null ? "" : At(worst))}"></video>""");
        WriteStrip(page, clip);
        WritePictures(page, clip, runFolder);
        page.Write($"""
            <h3>{clip.VariantId}<small>{clip.Id}</small></h3>
            <p class="scores"><span>Photo-realism <b>{ReportFigures.Score(clip.Photorealism)}</b>,</span> <span>physics <b>{ReportFigures.Score(clip.Physics)}</b></span></p>
            <ul class="defects">
            """);
        foreach (var defect in clip.Defects) WriteDefect(page, defect, link);
        page.Write($"</ul>\n<p class=\"roast\">{clip.Roast}</p>\n");
        page.Write($"<details><summary>Prompt {clip.PromptId}</summary><p dir=\"auto\" class=\"prompt\">{clip.Text}</p>");
        if (clip.Abstained.Count > 0) page.Write($"<p><small>Could not be measured: {string.Join(", ", clip.Abstained)}</small></p>");
        page.Write($"</details></article>\n");
    }

    /// <summary>The proof: the frames that show it, with the place marked.</summary>
    private static void WritePictures(HtmlBuilder page, WorstClip clip, string runFolder)
    {
        if (clip.Pictures.Count == 0) return;

        page.Write($"<div class=\"frames\">");
        foreach (var picture in clip.Pictures)
        {
            var link = runFolder + ReportFigures.Link(picture.Path);
            page.Write($"<figure><a href=\"{link}\"><img loading=\"lazy\" alt=\"Frame with {picture.Detector}\" src=\"{link}\"></a>");
            page.Write($"<figcaption>{picture.Detector} at {ReportFigures.Seconds(picture.Seconds)} s</figcaption></figure>");
        }

        page.Write($"</div>\n");
    }

    private static void WriteStrip(HtmlBuilder page, WorstClip clip)
    {
        if (clip.DurationSeconds is not { } duration) return;

        page.Write($"<div class=\"strip\" aria-hidden=\"true\">");
        foreach (var finding in clip.Defects.SelectMany(defect => defect.Findings))
        {
            var left = Math.Clamp(finding.StartSeconds / duration, 0, 1);
            var width = Math.Clamp(finding.EndSeconds / duration, 0, 1) - left;
            page.Write($"<i style=\"left:{ReportFigures.Position(left)}%;width:{ReportFigures.Position(width)}%\"></i>");
        }

        page.Write($"</div>\n");
    }

    private static void WriteDefect(HtmlBuilder page, DetectorResult defect, string link)
    {
        page.Write($"<li class=\"chip\">{defect.Id} <b>{ReportFigures.Percent(defect.Score)}</b>");
        foreach (var finding in defect.Findings.Take(ReportLimits.TimesPerDefectMax))
        {
            page.Write($" <a href=\"{link}{At(finding)}\">{ReportFigures.Seconds(finding.StartSeconds)}–{ReportFigures.Seconds(finding.EndSeconds)} s</a>");
        }

        page.Write($"</li>");
    }

    /// <summary>A media fragment: browsers open the clip at its start and stop at its end. An empty range is none, so it stays open.</summary>
    private static string At(DetectorFinding finding) => finding.EndSeconds > finding.StartSeconds
        ? $"#t={ReportFigures.Seconds(finding.StartSeconds)},{ReportFigures.Seconds(finding.EndSeconds)}"
        : $"#t={ReportFigures.Seconds(finding.StartSeconds)}";
}
