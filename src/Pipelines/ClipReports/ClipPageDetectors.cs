using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>Every detector's answer, and why some have none.</summary>
internal static class ClipPageDetectors
{
    public static void Write(HtmlBuilder page, ClipReport report)
    {
        page.Write($"""
            <section id="detectors">
            <h2>All detectors</h2>
            <p class="lead">From a score of 50% on, a detector says that it found something. One that could not measure the video says
            nothing about it, neither good nor bad.</p>
            <div class="scroll"><table class="detectors">
            <thead><tr><th>Detector</th><th>Looks for</th><th>Score</th><th>Answer</th></tr></thead>
            <tbody>

            """);
        foreach (var detector in report.Analysis.Detectors.OrderBy(Rank).ThenByDescending(detector => detector.Score)) WriteRow(page, detector);
        page.Write($"</tbody></table></div>\n</section>\n");
    }

    private static int Rank(DetectorResult detector) => detector switch { { Detected: true } => 0, { Abstained: false } => 1, _ => 2 };

    private static void WriteRow(HtmlBuilder page, DetectorResult detector)
    {
        page.Write($"<tr class=\"{(detector.Detected ? "hit" : detector.Abstained ? "unknown-row" : "")}\"><th scope=\"row\">{detector.Id}</th><td><small>{DefectWords.Of(detector.Id)}</small></td>");
        if (detector.Abstained)
        {
            page.Write($"<td class=\"none\">none</td><td>Not measured: {detector.Reason}.</td></tr>\n");
            return;
        }

        page.Write($"<td><div class=\"graded\"><div class=\"meter\"><i style=\"width:{ReportFigures.Position(detector.Score)}%\"></i><u></u></div><small>{ReportFigures.Percent(detector.Score)}</small></div></td>");
        page.Write($"<td>{(detector.Detected ? Found(detector.Findings.Count) : "Nothing found.")}</td></tr>\n");
    }

    private static string Found(int findings) => findings switch
    {
        0 => "Found.",
        1 => "Found once.",
        2 => "Found twice.",
        _ => $"Found {ReportFigures.Number(findings)} times.",
    };
}
