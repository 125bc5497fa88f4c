using FunctionsPipeline.Pipelines.VideoBatch.Attribution;

namespace FunctionsPipeline.Pipelines.RunFolder.Reporting;

/// <summary>Which traps caused which defects: each effect with its interval on one scale, the proved ones first.</summary>
internal static class ReportPageAttribution
{
    // Beyond a screenful of what is not proved nobody reads on; report.json has all of it.
    private const int UnprovedMax = 8;

    public static void Write(HtmlBuilder page, VideoBatchReport report)
    {
        var attribution = report.Attribution;
        if (attribution.Design == AttributionDesign.None) return;

        var proved = attribution.Effects.Where(effect => effect.IsFinding).ToArray();
        var open = attribution.Effects.Where(effect => !effect.IsFinding && effect.With.Found + effect.Without.Found > 0).ToArray();
        page.Write($"""
            <section id="attribution">
            <h2>Which traps broke the model, and how</h2>
            <p class="lead">{attribution.Finding}</p>

            """);
        if (attribution.Caveats.Count > 0) page.Write($"<ul class=\"caveats\">\n");
        foreach (var caveat in attribution.Caveats) page.Write($"<li>{caveat}</li>\n");
        if (attribution.Caveats.Count > 0) page.Write($"</ul>\n");
        if (proved.Length + open.Length > 0)
        {
            page.Write($"""
                <div class="scroll"><table class="effects">
                <thead><tr><th>Cause</th><th>What it does</th><th>Change in the share of clips, points<span class="axis"><i>−100</i><i>−50</i><i>0</i><i>+50</i><i>+100</i></span></th><th>How sure</th></tr></thead>
                <tbody>

                """);
            foreach (var effect in proved) WriteRow(page, effect);
            foreach (var effect in open.Take(UnprovedMax)) WriteRow(page, effect);
            page.Write($"</tbody></table></div>\n");
        }

        WriteNotes(page, attribution, open.Length);
        page.Write($"</section>\n");
    }

    private static void WriteRow(HtmlBuilder page, AttributedEffect effect)
    {
        page.Write($"""
            <tr class="{(effect.IsFinding ? "above" : "")}"><th scope="row">{effect.Cause}<small>{effect.Detector}{(effect.IsAimed ? ", the defect it aims at" : "")}</small></th>
            <td>{effect.Sentence}<small>{Details(effect)}</small></td>
            <td class="effect"><div class="bar" aria-hidden="true"><i class="zero"></i><i class="band" style="left:{Position(effect.Lower)}%;width:{Width(effect)}%"></i><i class="mark" style="left:{Position(effect.Difference)}%"></i></div></td>
            <td><small>{Verdict(effect)}</small></td></tr>

            """);
    }

    private static void WriteNotes(HtmlBuilder page, AttributionReport attribution, int open)
    {
        var hidden = open - UnprovedMax;
        var how = attribution.Design == AttributionDesign.Factorial
            ? "Every clip tells about every trap: those with it are compared with those without it, prompt by prompt."
            : "Each variant is compared with the plain clips of the same prompts.";
        page.Write($"""
            <p class="note">The mark is the change that was seen, the band is where the true one lies with 95% confidence. {how}
            “Proved” means that, with {ReportWords.Count(attribution.Tests, "comparison")} made at once, chance alone would call even one of them proved in at most 5% of batches (Holm’s adjustment). {attribution.Retries.Verdict}{(hidden > 0 ? $" {ReportWords.Count(hidden, "more comparison")} without proof in report.json." : "")}</p>

            """);
    }

    private static string Details(AttributedEffect effect)
    {
        var counts = $"{ReportFigures.Number((int)effect.With.Found)} of {ReportFigures.Number((int)effect.With.Measured)} clips against {ReportFigures.Number((int)effect.Without.Found)} of {ReportFigures.Number((int)effect.Without.Measured)}.";
        var corrected = effect.Corrected is { } truth ? $" Corrected for what the detector misses and imagines: {AttributionWords.Points(truth.Difference)}." : "";
        var severity = effect is { IsFinding: true, Severity: { P: < 0.05 } worse } ? $" Where it shows it is {(worse.Difference > 0 ? "worse" : "milder")}." : "";
        return counts + corrected + severity;
    }

    private static string Verdict(AttributedEffect effect)
    {
        if (effect.IsFinding) return effect.AdjustedP < 0.001 ? "Proved: chance is out of the question." : $"Proved: chance alone in {ReportFigures.Percent(Math.Max(0.01, effect.AdjustedP))} of batches.";
        return effect.P < 0.05 ? "A hint, no proof: among so many comparisons one such is expected." : "May be chance.";
    }

    private static string Position(double difference) => ReportFigures.Position((difference + 1) / 2);

    private static string Width(AttributedEffect effect) =>
        ReportFigures.Position((Math.Clamp(effect.Upper, -1, 1) - Math.Clamp(effect.Lower, -1, 1)) / 2);
}
