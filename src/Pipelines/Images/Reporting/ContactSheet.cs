using System.Globalization;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Images.Reporting;

/// <summary>
/// <c>report.html</c>: the images of every prompt side by side, with scores and with what was changed in the prompt. One file without scripts
/// that opens from disk, beside the folder <c>results</c>.
/// </summary>
internal static class ContactSheet
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; base-uri 'none'; form-action 'none'";

    private const string Css = """

        article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin:0 0 1.4rem}
        .images{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(13rem,16rem);gap:1rem;overflow-x:auto;padding:.6rem 0}
        figure{margin:0;padding:.5rem;border:1px solid var(--line);border-radius:.4rem}
        figure.chosen{border:2px solid var(--succeeded)}
        figure img{display:block;width:100%;height:auto;border-radius:.25rem}
        figcaption{font-size:.84rem;margin-top:.4rem}
        ins{text-decoration:none;background:color-mix(in srgb,var(--succeeded) 25%,transparent)} del{color:var(--soft)}

        """;

    /// <summary>Writes the page; the prompts are streamed.</summary>
    public static async Task WriteAsync(
        RunSummary summary, IAsyncEnumerable<(ImageLine Line, ImageSummary? Summary)> prompts, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        await text.WriteAsync(Head(summary));
        await foreach (var (line, result) in prompts.WithCancellation(cancellationToken)) await text.WriteAsync(Prompt(line, result));
        await text.WriteAsync("</main>\n<footer><p>The framed image is the result: the first, or the best of those proven better than it. Scores are the mean of the judge's, of as many looks as stand behind them. Files of this run: <a href=\"items.jsonl\">items.jsonl</a>, <a href=\"ledger.jsonl\">ledger.jsonl</a>, <a href=\"audit.jsonl\">audit.jsonl</a>, <a href=\"run.json\">run.json</a>, <a href=\"manifest.sha256\">manifest.sha256</a>.</p></footer>\n</body>\n</html>\n");
    }

    private static string Head(RunSummary summary)
    {
        var results = summary.Tasks.Select(task => task.Result).OfType<ImageTaskResult>().ToList();
        var page = new HtmlBuilder();
        PageHead.Write(page, $"Images, {summary.RunId}", Policy, Css);
        page.Write($"""
            <header><p class="eyebrow">{summary.Pipeline} at {summary.Provider}, project {summary.Project}</p>
            <h1>{summary.Total} prompts, {summary.Succeeded + summary.Degraded} done, {summary.Total - summary.Succeeded - summary.Degraded} not</h1>
            <p class="lead">{results.Sum(result => result.Images)} images, {UsdTicks.Format(summary.Cost.SpentTicks)}. {Gains(results)}</p></header>
            <main>

            """);
        return page.ToString();
    }

    private static string Gains(List<ImageTaskResult> results)
    {
        var gained = results.Where(result => result.FirstScore is not null && result.Score is not null).ToList();
        return gained.Count == 0
            ? "No image was judged."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Mean score of the first images {gained.Average(result => result.FirstScore!.Value):0.00}, of the chosen ones {gained.Average(result => result.Score!.Value):0.00}.");
    }

    private static string Prompt(ImageLine line, ImageSummary? summary)
    {
        var page = new HtmlBuilder();
        page.Write($"<article id=\"{line.Id}\"><h3>{line.Id} <small>{Words(line)}</small></h3><p>{line.Prompt}</p>\n");
        if (line.Error is { } error) page.Write($"<p class=\"note\">{line.FailedStage}: {error.Message}</p>\n");
        foreach (var degradation in line.Degradations) page.Write($"<p class=\"note\">{degradation.VisibleEffect} {degradation.Why}</p>\n");
        if (summary is not null)
        {
            page.Write($"<div class=\"images\">\n");
            foreach (var image in summary.Images) Figure(page, line, summary, image);
            page.Write($"</div>\n<p class=\"note\"><a href=\"results/{line.Id}/summary.json\">summary.json</a></p>\n");
        }

        page.Write($"</article>\n");
        return page.ToString();
    }

    private static void Figure(HtmlBuilder page, ImageLine line, ImageSummary summary, ImageResult image)
    {
        var path = $"results/{line.Id}/{image.File}";
        page.Write($"<figure class=\"{(image.Iteration == summary.Chosen ? "chosen" : "other")}\"><a href=\"{path}\"><img src=\"{path}\" alt=\"image {image.Iteration} of {line.Id}\" loading=\"lazy\"></a><figcaption><strong>{image.Iteration}</strong> {Score(image)}");
        if (image.ImprovedFrom is { } start)
        {
            page.Write($"<br>mends {string.Join(", ", image.Mends)} of {start}:<br>");
            var before = summary.Images[start - 1].Prompt;
            foreach (var piece in PromptDifference.Between(before, image.Prompt))
            {
                if (piece.Change > 0) page.Write($"<ins>{piece.Text}</ins> ");
                else if (piece.Change < 0) page.Write($"<del>{piece.Text}</del> ");
                else page.Write($"{piece.Text} ");
            }
        }

        page.Write($"<br><a href=\"results/{line.Id}/iteration_{image.Iteration}_evaluation.json\">evaluation</a></figcaption></figure>\n");
    }

    private static string Score(ImageResult image) => string.Create(
        CultureInfo.InvariantCulture, $"score {image.MeanScore:0.00} ({image.Scores}), local {(image.LocalScore is { } local ? local.ToString("0.00", CultureInfo.InvariantCulture) : "none")}, {UsdTicks.Format(image.ImageTicks + image.ScoreTicks)}");

    private static string Words(ImageLine line) => line.Stop is { } stop
        ? string.Create(CultureInfo.InvariantCulture, $"{line.FirstScore:0.00} to {line.Score:0.00}, {Why(stop)}, {UsdTicks.Format(line.CostTicks)}")
        : $"{line.Status.ToString().ToLowerInvariant()}, {UsdTicks.Format(line.CostTicks)}";

    private static string Why(IterationStop stop) => stop switch
    {
        IterationStop.Target => "good enough",
        IterationStop.Plateau => "the last images brought nothing",
        IterationStop.NoSignificantGain => "the last images brought no more than noise",
        IterationStop.Budget => "the budget is used up",
        _ => "as many images as allowed",
    };
}
