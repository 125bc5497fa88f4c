using System.Globalization;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments.Reporting;

/// <summary><c>report.html</c>: every post with what was suggested and why a suggestion is not shown. One file without scripts that opens from disk.</summary>
internal static class CommentsPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private const string Css = """

        article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin:0 0 1rem}
        blockquote{margin:.3rem 0 .8rem;padding:0 0 0 .9rem;border-left:3px solid var(--line)}
        li{margin:.25rem 0} .duplicate,.lowScore{color:var(--soft)}

        """;

    /// <summary>Writes the page; the posts are streamed.</summary>
    public static async Task WriteAsync(RunRecord run, RunSummary summary, IAsyncEnumerable<CommentLine> items, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        await text.WriteAsync(Head(summary));
        await foreach (var item in items.WithCancellation(cancellationToken)) await text.WriteAsync(Post(item));
        await text.WriteAsync("</main>\n<footer><p>Drafted by a language model. A person reads, changes and posts them, or does not: nothing here is ever sent by the program. Files of this run: <a href=\"suggestions.md\">suggestions.md</a>, <a href=\"suggestions.csv\">suggestions.csv</a>, <a href=\"items.jsonl\">items.jsonl</a>, <a href=\"ledger.jsonl\">ledger.jsonl</a>, <a href=\"run.json\">run.json</a>, <a href=\"manifest.sha256\">manifest.sha256</a>.</p></footer>\n</body>\n</html>\n");
    }

    private static string Head(RunSummary summary)
    {
        var page = new HtmlBuilder();
        var each = summary.Total == 0 ? 0 : summary.Cost.SpentTicks / summary.Total;
        PageHead.Write(page, $"Suggested replies, {summary.RunId}", Policy, Css);
        page.Write($"""
            <header><p class="eyebrow">{summary.Pipeline} at {summary.Provider}, project {summary.Project}</p>
            <h1>{summary.Total} posts, {summary.Succeeded + summary.Degraded} done, {summary.Failed + summary.Unknown} not</h1>
            <p class="lead">It cost {UsdTicks.Format(summary.Cost.SpentTicks)}, on average {UsdTicks.Format(each)} a post.</p></header>
            <main>

            """);
        return page.ToString();
    }

    private static string Post(CommentLine item)
    {
        var page = new HtmlBuilder();
        page.Write($"<article id=\"{item.Id}\"><h3>{item.Author ?? item.Id} <small>{Words(item)}</small></h3><blockquote>{item.Text}</blockquote>\n");
        if (item.Error is { } error) page.Write($"<p class=\"note\">{item.FailedStage}: {error.Message}</p>\n");
        foreach (var degradation in item.Degradations) page.Write($"<p class=\"note\">{degradation.VisibleEffect} {degradation.Why}</p>\n");
        if (item.Suggestions.Count > 0)
        {
            page.Write($"<ol>\n");
            foreach (var suggestion in item.Suggestions) page.Write($"<li class=\"{Name(suggestion.State)}\">{suggestion.Text} <small>{Words(suggestion)}</small></li>\n");
            page.Write($"</ol>\n");
        }

        page.Write($"</article>\n");
        return page.ToString();
    }

    private static string Words(CommentLine item) => item switch
    {
        { Suggestions.Count: 0, GateScore: { } score } => string.Create(CultureInfo.InvariantCulture, $"left alone ({score:0.00}): {item.GateReason}"),
        { GateScore: { } score } => string.Create(CultureInfo.InvariantCulture, $"worth a reply ({score:0.00}), {UsdTicks.Format(item.CostTicks)}"),
        _ => UsdTicks.Format(item.CostTicks),
    };

    private static string Words(Suggested suggestion) => suggestion.State switch
    {
        SuggestionState.Duplicate => string.Create(CultureInfo.InvariantCulture, $"says what {suggestion.DuplicateOf} says ({suggestion.Cosine:0.00})"),
        SuggestionState.LowScore => string.Create(CultureInfo.InvariantCulture, $"not good enough ({suggestion.Score:0.00})"),
        SuggestionState.KeptLow => string.Create(CultureInfo.InvariantCulture, $"kept although low ({suggestion.Score:0.00})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{suggestion.Score:0.00}"),
    };

    private static string Name(SuggestionState state) => state switch
    {
        SuggestionState.Duplicate => "duplicate",
        SuggestionState.LowScore => "lowScore",
        _ => "kept",
    };
}
