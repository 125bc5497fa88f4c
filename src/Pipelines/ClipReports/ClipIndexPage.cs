using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>The list of the videos that have a page, the worst first.</summary>
public static class ClipIndexPage
{
    /// <summary>Renders the list. The same entries give the same bytes.</summary>
    public static string Render(IReadOnlyCollection<ClipIndexEntry> entries)
    {
        var page = new HtmlBuilder();
        ClipPage.Begin(page, "Defect analysis");
        page.Write($"""
            <header><p class="eyebrow">Defect analysis</p><h1>{ReportWords.Count(entries.Count, "video")}</h1></header>
            <main><div class="scroll"><table>
            <thead><tr><th>Video</th><th class="number">Photo-realism</th><th class="number">Physics</th><th>Found</th></tr></thead>
            <tbody>

            """);
        foreach (var entry in entries.OrderByDescending(entry => entry.Scores.Contributions.Values.Sum()).ThenBy(entry => entry.Name, StringComparer.Ordinal))
        {
            page.Write($"<tr><th scope=\"row\"><a href=\"{ReportFigures.Link(entry.Page)}\">{entry.Name}</a></th>");
            page.Write($"<td class=\"number\">{ReportFigures.Score(entry.Scores.Photorealism)}</td><td class=\"number\">{ReportFigures.Score(entry.Scores.Physics)}</td>");
            page.Write($"<td>{(entry.Found.Count == 0 ? "nothing" : string.Join(", ", entry.Found))}</td></tr>\n");
        }

        page.Write($"</tbody></table></div></main>\n</body>\n</html>\n");
        return page.ToString();
    }
}

/// <summary>A video that has a page.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="Page">Path of its page from the list.</param>
/// <param name="Scores">Its scores.</param>
/// <param name="Found">Ids of the detectors that found something, the strongest first.</param>
public sealed record ClipIndexEntry(string Name, string Page, VideoScores Scores, IReadOnlyList<string> Found);
