using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>What each trap did to the model: shares with their intervals against those of the plain prompts.</summary>
internal static class ReportPageVariants
{
    public static void Write(HtmlBuilder page, VideoBatchReport report)
    {
        if (report.Variants.Count == 0) return;

        var plain = report.Variants.FirstOrDefault(row => row.Standing == VariantStanding.Baseline)?.Defective;
        page.Write($"""
            <section id="variants">
            <h2>Any defect, by kind of prompt</h2>
            <p class="lead">The share of clips with any defect. The mark is what was seen; the band is where the true share lies with 95%
            confidence.{(plain?.Share is null ? "" : " The shaded column is the band of the plain prompts: a trap whose band lies wholly to the right of it clearly did harm.")}</p>
            <div class="scroll"><table class="variants">
            <thead><tr><th>Prompts</th><th>Clips with a defect<span class="axis"><i>0%</i><i>50%</i><i>100%</i></span></th><th>How it broke</th>
            <th>Defect aimed at</th><th class="number">Photo-realism</th><th class="number">Physics</th><th>Without a clip</th></tr></thead>
            <tbody>

            """);
        var shown = report.WorstClips.Select(clip => clip.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var row in report.Variants) WriteRow(page, row, plain, shown);
        page.Write($"</tbody></table></div>\n</section>\n");
    }

    private static void WriteRow(HtmlBuilder page, VariantRow row, ReportShare? plain, HashSet<string> shown)
    {
        page.Write($"<tr class=\"{RowClass(row)}\"><th scope=\"row\">{row.VariantId}<small>{Summary(row)}</small></th>\n<td class=\"share\">");
        WriteBar(page, row.Defective, row.Standing == VariantStanding.Baseline ? null : plain);
        page.Write($"<small>{ShareText(row.Defective)}{StandingText(row.Standing)}</small></td>\n<td>");
        foreach (var defect in row.Defects) page.Write($"<span class=\"chip\">{defect.Id} <b>{ReportFigures.Number(defect.Items)}</b></span> ");
        if (row.Defects.Count == 0) page.Write($"<small>{(row.Defective.Share is null ? "not measured" : "no defect found")}</small>");
        if (row.WorstItemId is { } worst && shown.Contains(worst)) page.Write($"<a class=\"see\" href=\"#{worst}\">see the worst clip</a>");
        page.Write($"</td>\n<td><small>{Target(row)}</small></td>");
        WriteScore(page, row.Photorealism);
        WriteScore(page, row.Physics);
        page.Write($"<td><small>{WithoutClip(row)}</small></td></tr>\n");
    }

    private static void WriteBar(HtmlBuilder page, ReportShare share, ReportShare? plain)
    {
        page.Write($"<div class=\"bar\" aria-hidden=\"true\">");
        if (plain is { Lower: { } from, Upper: { } to }) page.Write($"<i class=\"plain\" style=\"left:{ReportFigures.Position(from)}%;width:{ReportFigures.Position(to - from)}%\"></i>");
        if (share is { Share: { } seen, Lower: { } lower, Upper: { } upper })
        {
            page.Write($"<i class=\"band\" style=\"left:{ReportFigures.Position(lower)}%;width:{ReportFigures.Position(upper - lower)}%\"></i>");
            page.Write($"<i class=\"mark\" style=\"left:{ReportFigures.Position(seen)}%\"></i>");
        }

        page.Write($"</div>");
    }

    private static void WriteScore(HtmlBuilder page, ReportMean score) =>
        page.Write($"<td class=\"number{(score.Mean is null ? " none" : "")}\">{ReportFigures.Score(score.Mean)}</td>");

    private static string RowClass(VariantRow row) => row.Standing switch
    {
        VariantStanding.AbovePlain => "above",
        VariantStanding.Baseline => "baseline",
        _ => "",
    };

    private static string ShareText(ReportShare share) => share.Share is { } seen
        ? $"{ReportFigures.Counts(share)}, {ReportFigures.Percent(seen)} ({ReportFigures.Interval(share)})"
        : "not measured";

    private static string StandingText(VariantStanding standing) => standing switch
    {
        VariantStanding.AbovePlain => ": clearly above plain",
        VariantStanding.BelowPlain => ": clearly below plain",
        VariantStanding.NotToldApart => ": not told apart from plain",
        _ => "",
    };

    private static string Summary(VariantRow row) => row.Traps.Count switch
    {
        0 => "Prompts as they are, for comparison.",
        1 => TrapCatalog.Find(row.Traps[0])?.Summary ?? "",
        _ => TrapCatalog.Combinations.FirstOrDefault(known => known.Id == row.VariantId)?.Summary ?? string.Join(" + ", row.Traps),
    };

    private static string Target(VariantRow row)
    {
        if (row.TargetDefects.Count == 0) return "none";

        var names = string.Join(", ", row.TargetDefects);
        return row.OnTarget.Share is null ? $"{names}: not measured" : $"{names}: {ReportFigures.Counts(row.OnTarget)}";
    }

    private static string WithoutClip(VariantRow row)
    {
        (string Name, int Items)[] parts = [("refused", row.Refused), ("failed", row.Failed), ("unknown", row.Unknown), ("not run", row.NotRun)];
        var named = parts.Where(part => part.Items > 0).Select(part => $"{ReportFigures.Number(part.Items)} {part.Name}").ToArray();
        return named.Length == 0 ? "none" : string.Join(", ", named) + $" of {ReportFigures.Number(row.Items)}";
    }
}
