using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>What did not come to a clean result, and what to do about it.</summary>
internal static class ReportPageProblems
{
    public static void Write(HtmlBuilder page, VideoBatchReport report)
    {
        WriteNextSteps(page, report);
        WriteGroups(page, "unknown", "Unknown calls", "Nobody can tell whether these were charged. Their price stays reserved, and they are never sent again by themselves.", report.Unknown);
        WriteGroups(page, "failures", "Failures", null, report.Failures);
        WriteGroups(page, "not-started", "Not started", null, report.NotStarted);
        WriteDegradations(page, report.Degradations);
    }

    private static void WriteNextSteps(HtmlBuilder page, VideoBatchReport report)
    {
        if (report.NextSteps.Count == 0) return;

        page.Write($"<section id=\"next\">\n<h2>What to do next</h2>\n<ol class=\"steps\">\n");
        foreach (var step in report.NextSteps) page.Write($"<li><p>{step.Why}</p><pre>{string.Join('\n', step.Commands)}</pre></li>\n");
        page.Write($"</ol>\n<p class=\"lead\">Add <code>--home DIR</code> where the home is not <code>./outputs</code>.</p>\n</section>\n");
    }

    private static void WriteGroups(HtmlBuilder page, string id, string title, string? lead, IReadOnlyList<ErrorGroup> groups)
    {
        if (groups.Count == 0) return;

        page.Write($"<section id=\"{id}\">\n<h2>{title}</h2>\n");
        if (lead is not null) page.Write($"<p class=\"lead\">{lead}</p>\n");
        foreach (var group in groups)
        {
            page.Write($"""
                <article class="problem">
                <h3>{ReportWords.Count(group.Items, "item")}: {group.Code}<small>{(group.Stage == "-" ? "" : $"in stage {group.Stage}")}</small></h3>
                <p>{group.Message}</p>

                """);
            page.Write($"<p class=\"hint\">{group.Hint ?? (group.Retryable ? "A retry may help." : "A retry of the same would end the same way.")}</p>\n");
            WriteItems(page, group.ItemIds, group.Items);
            page.Write($"</article>\n");
        }

        page.Write($"</section>\n");
    }

    private static void WriteDegradations(HtmlBuilder page, IReadOnlyList<DegradationGroup> groups)
    {
        if (groups.Count == 0) return;

        page.Write($"<section id=\"degradations\">\n<h2>Degradations</h2>\n<p class=\"lead\">Something lesser was used in place of what was asked for.</p>\n");
        foreach (var group in groups)
        {
            page.Write($"""
                <article class="problem">
                <h3>{ReportWords.Count(group.Items, "item")}: {group.Kind}<small>since {ReportFigures.Moment(group.Since)}</small></h3>
                <p>{group.What}: {group.Why}</p>
                <p class="hint">To be seen as: {group.VisibleEffect}</p>

                """);
            WriteItems(page, group.ItemIds, group.Items);
            page.Write($"</article>\n");
        }

        page.Write($"</section>\n");
    }

    private static void WriteItems(HtmlBuilder page, IReadOnlyList<string> ids, int count)
    {
        page.Write($"<details><summary>{(ids.Count < count ? $"The first {ids.Count} items" : "Items")}</summary><p class=\"items\">");
        foreach (var id in ids) page.Write($"<code>{id}</code> ");
        page.Write($"</p></details>\n");
    }
}
