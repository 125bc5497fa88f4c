using FunctionsPipeline.Pipelines.RunFolder;


namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>
/// <c>report.html</c>: one file without scripts that opens from disk with no network. Clips and the other files of the run are linked
/// relative to it. Whatever comes from outside is encoded.
/// </summary>
public static class ReportPage
{
    // Were a tag ever to slip through the encoding, the browser would still run and load nothing.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'";

    /// <summary>Renders the page. The same report gives the same bytes.</summary>
    /// <param name="report">What it shows.</param>
    /// <param name="runFolder">Address of the run's folder with a slash at its end; empty for a page that lies in it.</param>
    public static string Render(VideoBatchReport report, string runFolder = "")
    {
        var page = new HtmlBuilder();
        PageHead.Write(page, report.Headline, Policy);
        ReportPageSummary.Write(page, report);
        page.Write($"<main>\n");
        ReportPageAttribution.Write(page, report);
        ReportPageVariants.Write(page, report);
        ReportPageGallery.Write(page, report, runFolder);
        ReportPageProblems.Write(page, report);
        ReportPageDetectors.Write(page, report);
        page.Write($"</main>\n");
        WriteFooter(page, report, runFolder);
        page.Write($"</body>\n</html>\n");
        return page.ToString();
    }

    private static void WriteFooter(HtmlBuilder page, VideoBatchReport report, string runFolder) => page.Write($"""
        <footer>
        <p>Files of this run: <a href="{runFolder}items.jsonl">items.jsonl</a> (every item), <a href="{runFolder}hits.jsonl">hits.jsonl</a> (every defect found),
        <a href="{runFolder}ledger.jsonl">ledger.jsonl</a> (every paid call), <a href="{runFolder}report.json">report.json</a> (this page as data),
        <a href="{runFolder}run.json">run.json</a>, <a href="{runFolder}manifest.sha256">manifest.sha256</a>.</p>
        <p>Run {report.Run.RunId}, project {report.Run.Project}.</p>
        </footer>

        """);
}
