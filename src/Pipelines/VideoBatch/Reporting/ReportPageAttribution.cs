using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Attribution;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Which traps caused which defects: each effect with its interval on one scale, the proved ones first.</summary>
internal static class ReportPageAttribution
{
    // What is not proved is shown as far as it may be worth more clips; report.json has all of it.
    private const int HintsMax = 5;

    public static void Write(HtmlBuilder page, VideoBatchReport report)
    {
        var attribution = report.Attribution;
        if (attribution.Design == AttributionDesign.None) return;

        var proved = attribution.Effects.Where(effect => effect.IsFinding).ToArray();
        var hints = attribution.Effects.Where(IsShownAsHint).Take(HintsMax).ToArray();
        page.Write($"""
            <section id="attribution">
            <h2>{(proved.Length > 0 ? "Which traps broke the model, and how" : "What the traps did")}</h2>
            <p class="lead">{(proved.Length > 0 ? "" : attribution.Finding + " ")}{HowCompared(attribution.Design)} The mark is the change that was seen, the band is where the true one lies with 95% confidence.</p>

            """);
        if (attribution.Caveats.Count > 0) page.Write($"<ul class=\"caveats\">\n");
        foreach (var caveat in attribution.Caveats) page.Write($"<li>{caveat}</li>\n");
        if (attribution.Caveats.Count > 0) page.Write($"</ul>\n");
        if (proved.Length + hints.Length > 0)
        {
            page.Write($"""
                <div class="scroll"><table class="effects">
                <thead><tr><th>Cause</th><th>What it does</th><th>Change in the share of clips, points<span class="axis"><i>−100</i><i>−50</i><i>0</i><i>+50</i><i>+100</i></span></th><th>How sure</th></tr></thead>
                <tbody>

                """);
            foreach (var effect in proved) WriteRow(page, effect);
            foreach (var effect in hints) WriteRow(page, effect);
            page.Write($"</tbody></table></div>\n");
        }

        var hidden = attribution.Tests - proved.Length - hints.Length;
        page.Write($"""
            <p class="note">“Proved” means: with all {ReportWords.Count(attribution.Tests, "comparison")} made at once, chance alone would get even one of them called proved in at most 5% of batches.
            {(hidden > 0 ? $"{ReportWords.Count(hidden, "more comparison")} in report.json {(hidden == 1 ? "shows" : "show")} nothing beyond chance. " : "")}{attribution.Retries.Verdict}</p>
            </section>

            """);
    }

    // A joint effect of two traps without proof is noise to most readers.
    private static bool IsShownAsHint(AttributedEffect effect) =>
        !effect.IsFinding && effect.IsTested && effect.Method != EffectMethod.FactorialPair && (effect.IsAimed || effect.P < SampleSize.Level);

    private static string HowCompared(AttributionDesign design) => design == AttributionDesign.Factorial
        ? "Every clip tells about every trap: those with it are compared with those without it, prompt by prompt."
        : "Each kind of prompt is compared with the plain clips of the same prompts.";

    private static void WriteRow(HtmlBuilder page, AttributedEffect effect) => page.Write($"""
        <tr class="{(effect.IsFinding ? "above" : "")}"><th scope="row">{AttributionWords.CauseInWords(effect)}<small>{(effect.IsAimed ? "on the defect it aims at" : "side effect")}: {effect.Detector}</small></th>
        <td>{effect.Sentence}<small>{Details(effect)}</small></td>
        <td class="effect"><div class="bar" aria-hidden="true"><i class="zero"></i><i class="band" style="left:{Position(effect.Lower)}%;width:{Width(effect)}%"></i><i class="mark" style="left:{Position(effect.Difference)}%"></i></div></td>
        <td><small>{Verdict(effect)}</small></td></tr>

        """);

    private static string Details(AttributedEffect effect)
    {
        var counts = $"{ReportFigures.Number((int)effect.With.Found)} of {ReportFigures.Number((int)effect.With.Measured)} clips against {ReportFigures.Number((int)effect.Without.Found)} of {ReportFigures.Number((int)effect.Without.Measured)}.";
        var corrected = effect.Corrected is { } truth ? $" Corrected for the detector’s errors: {AttributionWords.Points(truth.Difference)}." : "";
        var severity = effect is { IsFinding: true, Severity: { P: < SampleSize.Level } worse } ? $" Where it shows it is {(worse.Difference > 0 ? "worse" : "milder")}." : "";
        return counts + corrected + severity;
    }

    private static string Verdict(AttributedEffect effect)
    {
        if (effect.IsFinding) return effect.AdjustedP < 0.001 ? "Proved: chance is out of the question." : $"Proved: chance would do this in {ReportFigures.Percent(Math.Max(0.01, effect.AdjustedP))} of batches at most.";
        return effect.P < SampleSize.Level ? "A hint, no proof: among so many comparisons one such is expected." : "May be chance.";
    }

    private static string Position(double difference) => ReportFigures.Position((difference + 1) / 2);

    private static string Width(AttributedEffect effect) =>
        ReportFigures.Position((Math.Clamp(effect.Upper, -1, 1) - Math.Clamp(effect.Lower, -1, 1)) / 2);
}
