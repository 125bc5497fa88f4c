using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>The top of the page: what happened, what it cost, what was found, at a glance.</summary>
internal static class ReportPageSummary
{
    public static void Write(HtmlBuilder page, VideoBatchReport report)
    {
        var run = report.Run;
        page.Write($"""<header><p class="eyebrow">{run.Pipeline} at {run.Provider ?? "no provider"}, {ReportFigures.Moment(run.CreatedAt)}""");
        if (run.ElapsedSeconds is { } elapsed) page.Write($", took {ReportFigures.Duration(elapsed)}");
        page.Write($"</p>\n<h1>{report.Headline}</h1>\n<p class=\"finding\">{report.Finding}</p>\n");
        WriteStatusBar(page, report.Counts, report.NextSteps.Count > 0);
        WriteFigures(page, report);
        WriteCaveats(page, report.Caveats);
        page.Write($"</header>\n");
    }

    private static void WriteStatusBar(HtmlBuilder page, ReportCounts counts, bool hasNextSteps)
    {
        (string Name, int Items, string? Section)[] parts =
        [
            ("succeeded", counts.Succeeded, null),
            ("degraded", counts.Degraded, "degradations"),
            ("failed", counts.Failed, "failures"),
            ("unknown", counts.Unknown, "unknown"),
            ("skipped", counts.Skipped, "not-started"),
            ("cancelled", counts.Cancelled, "not-started"),
            ("unfinished", counts.Unfinished, null),
        ];
        var shown = parts.Where(part => part.Items > 0).ToArray();
        page.Write($"<div class=\"status\" aria-hidden=\"true\">");
        foreach (var (name, items, _) in shown) page.Write($"<i class=\"{name}\" style=\"flex-grow:{items}\"></i>");
        page.Write($"</div>\n<ul class=\"legend\">");
        foreach (var (name, items, section) in shown)
        {
            page.Write($"<li><i class=\"{name}\"></i>");
            if (section is null) page.Write($"{ReportFigures.Number(items)} {name}</li>");
            else page.Write($"<a href=\"#{section}\">{ReportFigures.Number(items)} {name}</a></li>");
        }

        if (hasNextSteps) page.Write($"<li><a href=\"#next\">what to do next</a></li>");
        page.Write($"</ul>\n");
    }

    private static void WriteFigures(HtmlBuilder page, VideoBatchReport report)
    {
        page.Write($"<dl class=\"figures\">\n");
        WriteFigure(page, "Spent", Usd(report.Cost.SpentTicks), Forecast(report.Cost));
        if (report.Cost.ReservedTicks > 0) WriteFigure(page, "Still held", Usd(report.Cost.ReservedTicks), "reserved for calls that are open or unknown");
        WriteFigure(
            page,
            "Clips with a defect",
            report.Defective.Share is { } share ? ReportFigures.Percent(share) : "not measured",
            report.Defective.Share is null ? "" : $"{ReportFigures.Counts(report.Defective)}, 95% interval {ReportFigures.Interval(report.Defective)}");
        WriteScore(page, "Photo-realism", report.Photorealism);
        WriteScore(page, "Physics", report.Physics);
        page.Write($"</dl>\n");
    }

    private static void WriteCaveats(HtmlBuilder page, IReadOnlyList<string> caveats)
    {
        if (caveats.Count == 0) return;

        page.Write($"<ul class=\"caveats\">\n");
        foreach (var caveat in caveats) page.Write($"<li>{caveat}</li>\n");
        page.Write($"</ul>\n");
    }

    private static void WriteScore(HtmlBuilder page, string name, ReportMean score) => WriteFigure(
        page,
        name,
        ReportFigures.Score(score.Mean),
        score.Measured == 0 ? "no detector could measure it" : $"of 100, mean of {ReportWords.Count(score.Measured, "clip")}");

    private static void WriteFigure(HtmlBuilder page, string name, string value, string note) =>
        page.Write($"<div><dt>{name}</dt><dd>{value}</dd><dd class=\"note\">{note}</dd></div>\n");

    private static string Usd(long ticks) => UsdTicks.Format(ticks);

    private static string Forecast(ReportCost cost) => cost switch
    {
        { ForecastTicks: { } forecast, SpentToForecast: { } ratio } => $"forecast {Usd(forecast)}, {ReportFigures.Percent(ratio)} of it used",
        _ => "there was no forecast",
    };
}
