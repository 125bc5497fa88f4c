using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>What each detector saw, and where it had to say that it could not see.</summary>
internal static class ReportPageDetectors
{
    public static void Write(HtmlBuilder page, VideoBatchReport report)
    {
        if (report.Detectors.Count == 0) return;

        page.Write($"""
            <section id="detectors">
            <h2>What the detectors saw</h2>
            <p class="lead">A detector that cannot measure a clip abstains: then the clip counts neither as clean nor as defective for it.</p>
            <div class="scroll"><table>
            <thead><tr><th>Detector</th><th class="number">Measured</th><th class="number">Found</th><th>95% interval</th><th class="number">Abstained</th><th>Why it abstained</th></tr></thead>
            <tbody>

            """);
        foreach (var row in report.Detectors)
        {
            page.Write($"<tr><th scope=\"row\">{row.Id}</th><td class=\"number\">{ReportFigures.Number(row.Found.Measured)}</td>");
            page.Write($"<td class=\"number\">{(row.Found.Share is { } share ? $"{ReportFigures.Number(row.Found.Found)} ({ReportFigures.Percent(share)})" : "not measured")}</td>");
            page.Write($"<td>{ReportFigures.Interval(row.Found)}</td><td class=\"number\">{ReportFigures.Number(row.Abstained)}</td><td><small>");
            page.Write($"{string.Join("; ", row.AbstainReasons.Select(reason => $"{reason.Id} ({ReportFigures.Number(reason.Items)})"))}</small></td></tr>\n");
        }

        page.Write($"</tbody></table></div>\n</section>\n");
    }
}
