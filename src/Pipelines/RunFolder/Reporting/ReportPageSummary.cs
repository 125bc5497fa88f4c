namespace FunctionsPipeline.Pipelines.RunFolder.Reporting;

/// <summary>The top of the page: what happened, what it cost, what was found, at a glance.</summary>
internal static class ReportPageSummary
{
    public static void Write(HtmlBuilder page, VideoBatchReport report)
    {
        var run = report.Run;
        page.Write($"""<header><p class="eyebrow">{run.Pipeline} at {run.Provider ?? "no provider"}, {ReportFigures.Moment(run.CreatedAt)}""");
        if (run.ElapsedSeconds is { } elapsed) page.Write($", took {ReportFigures.Duration(elapsed)}");
        page.Write($"</p>\n<h1>{report.Headline}</h1>\n<p class=\"finding\">{report.Finding}</p>\n");
        WriteStatusBar(page, report.Counts);
        WriteFigures(page, report);
        foreach (var caveat in report.Caveats) page.Write($"<p class=\"caveat\">{caveat}</p>\n");
        page.Write($"</header>\n");
    }

    private static void WriteStatusBar(HtmlBuilder page, ReportCounts counts)
    {
        (string Name, int Items)[] parts =
        [
            ("succeeded", counts.Succeeded),
            ("degraded", counts.Degraded),
            ("failed", counts.Failed),
            ("unknown", counts.Unknown),
            ("skipped", counts.Skipped),
            ("cancelled", counts.Cancelled),
            ("unfinished", counts.Unfinished),
        ];
        page.Write($"<div class=\"status\" aria-hidden=\"true\">");
        foreach (var (name, items) in parts.Where(part => part.Items > 0)) page.Write($"<i class=\"{name}\" style=\"flex-grow:{items}\"></i>");
        page.Write($"</div>\n<ul class=\"legend\">");
        foreach (var (name, items) in parts.Where(part => part.Items > 0)) page.Write($"<li><i class=\"{name}\"></i>{items} {name}</li>");
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
            report.Defective.Share is null ? "" : $"{report.Defective.Found} of {report.Defective.Measured}, 95% interval {ReportFigures.Interval(report.Defective)}");
        WriteScore(page, "Photo-realism", report.Photorealism);
        WriteScore(page, "Physics", report.Physics);
        page.Write($"</dl>\n");
    }

    private static void WriteScore(HtmlBuilder page, string name, ReportMean score) => WriteFigure(
        page,
        name,
        ReportFigures.Score(score.Mean),
        score.Measured == 0 ? "no detector could measure it" : $"of 100, mean of {ReportWords.Count(score.Measured, "clip")}");

    private static void WriteFigure(HtmlBuilder page, string name, string value, string note) =>
        page.Write($"<div><dt>{name}</dt><dd>{value}</dd><dd class=\"note\">{note}</dd></div>\n");

    private static string Usd(long ticks) => State.UsdTicks.Format(ticks);

    private static string Forecast(ReportCost cost) => cost switch
    {
        { ForecastTicks: { } forecast, SpentToForecast: { } ratio } => $"forecast {Usd(forecast)}, {ReportFigures.Percent(ratio)} of it used",
        _ => "there was no forecast",
    };
}
