using System.Globalization;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Episode.Reporting;

/// <summary><c>report.html</c>: every episode of a run with its video, what the review says and what it cost. Opens from disk, without scripts.</summary>
internal static class EpisodePage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; media-src 'self' file:; base-uri 'none'; form-action 'none'";

    private const string Css = """

        article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin:0 0 1.4rem;display:grid;grid-template-columns:minmax(12rem,18rem) 1fr;gap:1.2rem}
        video,article img{display:block;width:100%;height:auto;border-radius:.3rem;background:#000}
        @media (max-width:40rem){article{grid-template-columns:1fr}}

        """;

    /// <summary>Writes the page; the episodes are streamed.</summary>
    public static async Task WriteAsync(RunSummary summary, IAsyncEnumerable<EpisodeLine> episodes, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        var head = new HtmlBuilder();
        PageHead.Write(head, $"Episodes, {summary.RunId}", Policy, Css);
        head.Write($"""
            <header><p class="eyebrow">{summary.Pipeline}, project {summary.Project}</p>
            <h1>{summary.Total} episodes, {summary.Succeeded + summary.Degraded} done, {summary.Total - summary.Succeeded - summary.Degraded} not</h1>
            <p class="lead">{UsdTicks.Format(summary.Cost.SpentTicks)}</p></header>
            <main>

            """);
        await text.WriteAsync(head.ToString());
        await foreach (var line in episodes.WithCancellation(cancellationToken)) await text.WriteAsync(Episode(line));
        await text.WriteAsync("</main>\n<footer><p>Files of this run: <a href=\"items.jsonl\">items.jsonl</a>, <a href=\"ledger.jsonl\">ledger.jsonl</a>, <a href=\"run.json\">run.json</a>, <a href=\"manifest.sha256\">manifest.sha256</a>.</p></footer>\n</body>\n</html>\n");
    }

    private static string Episode(EpisodeLine line)
    {
        var page = new HtmlBuilder();
        page.Write($"<article id=\"{line.Id}\"><div>");
        if (line.Result?.Film is not null)
        {
            page.Write($"<video controls preload=\"metadata\" src=\"videos/{line.Id}.mp4\"");
            if (line.Result.Review?.ThumbnailMode is not null) page.Write($" poster=\"thumbnails/{line.Id}.jpg\"");
            page.Write($"></video>");
        }

        page.Write($"</div><div><h3>{line.Result?.Title ?? line.Story ?? line.Id}</h3><p>{Words(line)}</p>\n");
        if (line.Error is { } error) page.Write($"<p class=\"note\">{line.FailedStage}: {error.Message}</p>\n");
        foreach (var problem in line.Result?.Review?.Problems ?? []) page.Write($"<p class=\"note\">Review: {problem}</p>\n");
        foreach (var degradation in line.Degradations) page.Write($"<p class=\"note\">{degradation.VisibleEffect} {degradation.Why}</p>\n");
        page.Write($"<p class=\"note\"><a href=\"scripts/{line.Id}.json\">script</a>, <a href=\"storage/episodes/{line.Id}.json\">all that is known of it</a>");
        if (line.Result?.Film is not null) page.Write($", <a href=\"videos/{line.Id}.srt\">captions</a>");
        page.Write($"</p></div></article>\n");
        return page.ToString();
    }

    private static string Words(EpisodeLine line)
    {
        var status = line.Status.ToString().ToLowerInvariant();
        return line.Result?.Film is { } film
            ? string.Create(CultureInfo.InvariantCulture, $"{status}, {film.Seconds:0.0} s, {UsdTicks.Format(line.CostTicks)}")
            : $"{status}, {UsdTicks.Format(line.CostTicks)}";
    }
}
