using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.VideoBatch.Attribution;

/// <summary>Says effects in words that need no statistics.</summary>
internal static class AttributionWords
{
    /// <summary>A common share of clips with a defect without traps, to say what a batch can find.</summary>
    public const double Baseline = 0.1;

    /// <summary>The usual chance to find what is there.</summary>
    public const double Power = 0.8;

    public const string NoRetries = "No clip was bought twice, so paying again cannot have bent the result.";

    // A rise from 10 % to 60 % can be seen without statistics; a batch that finds no smaller one is small.
    private const double SmallBatchRise = 0.5;

    // A sentence holds no more; the table has all of them.
    private const int NamedMax = 4;

    private static readonly Dictionary<string, string> Happens = new(StringComparer.Ordinal)
    {
        ["warping"] = "shapes bend",
        ["melting"] = "shapes melt",
        ["flicker"] = "the light flickers",
        ["freeze"] = "the picture stands still",
        ["duplicate"] = "frames repeat",
        ["black"] = "the picture goes black",
        ["spark"] = "sparks flash up",
        ["chromatic-aberration"] = "colours come apart at edges",
        ["texture-bleed"] = "surfaces leak into their surroundings",
        ["gravity-inversion"] = "objects fall upward",
        ["zero-gravity"] = "objects float",
        ["momentum-violation"] = "objects jump in mid-flight",
    };

    /// <summary>What a defect looks like, for example <c>shapes melt</c>.</summary>
    public static string WhatHappens(string detectorId) => Happens.GetValueOrDefault(detectorId, $"{detectorId} shows");

    /// <summary>A pair with <c>and</c> between its traps; every other cause as it is.</summary>
    public static string CauseInWords(AttributedEffect effect) =>
        effect.Method == EffectMethod.FactorialPair ? effect.Cause.Replace("+", " and ", StringComparison.Ordinal) : effect.Cause;

    /// <summary>For example <c>+54 points</c>.</summary>
    public static string Points(double difference)
    {
        var points = Math.Round(difference * 100, MidpointRounding.AwayFromZero);
        return string.Create(CultureInfo.InvariantCulture, $"{Sign(points)}{Math.Abs(points):0} {(Math.Abs(points) == 1 ? "point" : "points")}");
    }

    public static string Sentence(AttributedEffect effect)
    {
        var interval = $"95% sure it is between {Number(effect.Lower)} and {Number(effect.Upper)}";
        if (effect.Method == EffectMethod.FactorialPair)
        {
            return $"Both together, {CauseInWords(effect)}: {WhatHappens(effect.Detector)} {Points(effect.Difference)} beyond the sum of both; {interval}.";
        }

        return $"With {effect.Cause}, {WhatHappens(effect.Detector)} in {ReportFigures.Percent(effect.With.Share)} of clips instead of {ReportFigures.Percent(effect.Without.Share)}: {Points(effect.Difference)}, {interval}.";
    }

    public static string Finding(AttributionDesign design, IReadOnlyList<AttributedEffect> effects)
    {
        if (design == AttributionDesign.None) return "No trap can be compared with plain clips of the same prompts, so nothing is known about causes.";

        var found = effects.Where(effect => effect.IsFinding).ToArray();
        if (found.Length == 0)
        {
            var top = effects.FirstOrDefault(effect => effect.IsTested);
            return top is null
                ? "No defect shows in some of the compared clips and not in others, so there is nothing to attribute."
                : $"No trap is proved to cause a defect. The nearest to it: {LowerFirst(top.Sentence)} That may still be chance.";
        }

        var rest = found.Length - NamedMax;
        return $"{ReportWords.Count(found.Length, "effect")} {(found.Length == 1 ? "is" : "are")} proved: {string.Join("; ", found.Take(NamedMax).Select(InShort))}{(rest > 0 ? $"; and {ReportFigures.Number(rest)} more" : "")}.";
    }

    private static string InShort(AttributedEffect effect) =>
        $"with {CauseInWords(effect)}, {WhatHappens(effect.Detector)} ({Points(effect.Difference)}{(effect.Method == EffectMethod.FactorialPair ? " beyond the sum" : "")})";

    public static IReadOnlyList<string> Caveats(
        AttributionDesign design, IReadOnlyList<AttributedEffect> effects, double? smallestRise, RetryReport retries)
    {
        var caveats = new List<string>();
        if (design == AttributionDesign.None) return caveats;

        if (smallestRise is not { } rise) caveats.Add("This batch is too small to prove anything: with so few clips even a trap that always breaks the model would probably be missed. 'pipeline design' tells how many it takes.");
        else if (rise > SmallBatchRise) caveats.Add($"This batch is small: only effects of about {Points(rise)[1..]} and more are found reliably. 'pipeline design' tells how many clips smaller ones take.");

        if (retries.ChangedFindings.Count > 0 || retries.P < SampleSize.Level) caveats.Add(retries.Verdict);
        var uncorrected = effects.Where(effect => effect is { IsFinding: true, Corrected: null } && effect.Method != EffectMethod.FactorialPair).Select(effect => effect.Detector).Distinct(StringComparer.Ordinal).ToArray();
        if (uncorrected.Length > 0) caveats.Add($"How often {string.Join(", ", uncorrected)} errs is not known well enough to correct these effects; they are as detected.");
        return caveats;
    }

    public static string Retries(EffectArm first, EffectArm repeated, double p, IReadOnlyList<string> changed)
    {
        var facts = $"{ReportFigures.Percent(repeated.Share)} of the {ReportWords.Count((int)repeated.Measured, "clip")} that had to be bought again have a defect, against {ReportFigures.Percent(first.Share)} of the {ReportFigures.Number((int)first.Measured)} others";
        if (changed.Count > 0) return $"{facts}. Without them these findings change, so do not rely on them: {string.Join("; ", changed)}.";
        return p < SampleSize.Level
            ? $"{facts}: more than chance explains. The findings stand without them, but clips bought again are not like the others."
            : $"{facts}: no more than chance explains, and the findings stand without them.";
    }

    private static string Sign(double points) => points > 0 ? "+" : points < 0 ? "−" : "±";

    private static string Number(double difference)
    {
        var points = Math.Round(difference * 100, MidpointRounding.AwayFromZero);
        return string.Create(CultureInfo.InvariantCulture, $"{(points == 0 ? "" : Sign(points))}{Math.Abs(points):0}");
    }

    private static string LowerFirst(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
