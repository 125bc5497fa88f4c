using System.Globalization;
using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.Episode.Quality;

/// <summary>The quality of a project's episodes as a page: averages, a line over time, a table. One file without scripts that opens from disk.</summary>
public static class QualityPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    private const int ChartWidth = 720;
    private const int ChartHeight = 160;
    private const int RowsMax = 500;

    private const string Css = """

        svg{width:100%;max-width:60rem;height:auto;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
        polyline{fill:none;stroke-width:2} .each{stroke:var(--soft)} .rolling{stroke:currentColor}
        table{border-collapse:collapse;width:100%} td,th{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left} td.n{text-align:right;font-variant-numeric:tabular-nums}

        """;

    /// <summary>The page.</summary>
    /// <param name="project">Whose episodes.</param>
    /// <param name="history">Their scores.</param>
    public static string Write(string project, QualityHistory history)
    {
        var page = new HtmlBuilder();
        PageHead.Write(page, $"Quality of {project}", Policy, Css);
        page.Write($"<header><p class=\"eyebrow\">Project {project}</p><h1>{history.Records.Count} episodes</h1></header>\n<main>\n");
        if (history.Records.Count == 0)
        {
            page.Write($"<p class=\"lead\">No episode has been scored yet.</p>\n");
        }
        else
        {
            WriteAverages(page, history);
            WriteChart(page, history);
            WriteTable(page, history);
        }

        page.Write($"</main>\n<footer><p>Overall is 40 % visual, 30 % content, 30 % technical, and no higher than what stands in for something better allows.</p></footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void WriteAverages(HtmlBuilder page, QualityHistory history)
    {
        page.Write($"<h2>Averages</h2>\n<table><thead><tr><th>Episodes</th><th>Overall</th><th>Visual</th><th>Content</th><th>Technical</th><th>Degraded</th></tr></thead><tbody>\n");
        foreach (var window in QualityHistory.Windows.Append(int.MaxValue))
        {
            var average = history.Last(window)!;
            var name = window == int.MaxValue ? "all" : $"last {window}";
            page.Write($"<tr><td>{name} ({average.Episodes})</td>");
            WriteScores(page, average.Mean);
            page.Write($"<td class=\"n\">{average.Degraded}</td></tr>\n");
        }

        page.Write($"</tbody></table>\n");
    }

    private static void WriteChart(HtmlBuilder page, QualityHistory history)
    {
        var window = QualityHistory.Windows[0];
        page.Write($"<h2>Overall over time</h2>\n<svg viewBox=\"0 0 {ChartWidth} {ChartHeight}\" role=\"img\" aria-label=\"Overall score of each episode, and the rolling mean\">");
        page.Write($"<polyline class=\"each\" points=\"{Points([.. history.Records.Select(record => record.Scores.Overall)])}\"/>");
        page.Write($"<polyline class=\"rolling\" points=\"{Points(history.Rolling(window))}\"/></svg>\n<p><small>Thin: each episode. Dark: mean of the last {window}. From 0 at the bottom to 100 at the top.</small></p>\n");
    }

    private static void WriteTable(HtmlBuilder page, QualityHistory history)
    {
        page.Write($"<h2>Episodes</h2>\n<table><thead><tr><th>When</th><th>Episode</th><th>Overall</th><th>Visual</th><th>Content</th><th>Technical</th><th>Instead of something better</th></tr></thead><tbody>\n");
        foreach (var record in history.Records.Reverse().Take(RowsMax))
        {
            var capped = record.Scores.CappedBy is { } kind ? $" (capped by {kind}, else {Text(record.Scores.Uncapped)})" : "";
            page.Write($"<tr><td>{record.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</td><td>{record.Metrics.Title} <small>{record.EpisodeId}</small></td>");
            WriteScores(page, record.Scores);
            page.Write($"<td>{string.Join(", ", record.Metrics.Degradations)}{capped}</td></tr>\n");
        }

        page.Write($"</tbody></table>\n");
        if (history.Records.Count > RowsMax) page.Write($"<p><small>The last {RowsMax} of {history.Records.Count}.</small></p>\n");
    }

    private static void WriteScores(HtmlBuilder page, QualityScores scores) =>
        page.Write($"<td class=\"n\"><strong>{Text(scores.Overall)}</strong></td><td class=\"n\">{Text(scores.Visual)}</td><td class=\"n\">{Text(scores.Content)}</td><td class=\"n\">{Text(scores.Technical)}</td>");

    private static string Points(IReadOnlyList<double> scores) => string.Join(' ', scores.Select((score, index) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(scores.Count == 1 ? ChartWidth / 2.0 : index * (double)ChartWidth / (scores.Count - 1)):0.#},{ChartHeight - (Math.Clamp(score, 0, 100) * ChartHeight / 100):0.#}")));

    private static string Text(double score) => score.ToString("0.0", CultureInfo.InvariantCulture);
}
