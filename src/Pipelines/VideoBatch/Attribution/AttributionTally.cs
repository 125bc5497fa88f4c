using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.VideoBatch.Attribution;

/// <summary>
/// Attributes defects to traps from the items of a run as they pass by, in the order of the plan. Keeps counts, not items. Not for several
/// threads.
/// </summary>
/// <param name="accuracies">What is known of the detectors, by id.</param>
internal sealed class AttributionTally(IReadOnlyDictionary<string, DetectorAccuracy> accuracies)
{
    private static readonly string[] Factors = [.. TrapCatalog.All.Select(trap => trap.Id)];

    // The joint effects that are asked of a factorial batch: those of the pairs known to work together.
    private static readonly (string First, string Second)[] Pairs =
        [.. TrapCatalog.Combinations.Select(known => (known.TrapIds[0], known.TrapIds[1]))];

    private readonly AttributionStudy _all = new(Factors, Pairs);
    private readonly AttributionStudy _firstTries = new(Factors, Pairs);
    private readonly Dictionary<string, IReadOnlyList<string>> _aims = new(StringComparer.Ordinal);
    private ShareCount _firstTry;
    private ShareCount _repeated;
    private bool _isFactorial;

    public void Add(ItemLine item)
    {
        if (item.Result is not { } result) return;

        var outcomes = result.Detectors
            .Where(detector => !detector.Abstained)
            .Select(detector => new DefectOutcome(detector.Id, detector.Detected, detector.Findings.Select(finding => finding.Severity).DefaultIfEmpty(0).Max()))
            .ToArray();
        _isFactorial |= FactorialVariants.IsOne(item.VariantId);
        _aims.TryAdd(item.VariantId, item.TargetDefects);
        Add(_all, item, outcomes);
        if (item.Attempts <= 1) Add(_firstTries, item, outcomes);
        if (outcomes.Length == 0) return;

        var isDefective = outcomes.Any(outcome => outcome.IsFound);
        if (item.Attempts <= 1) _firstTry = _firstTry.With(isDefective);
        else _repeated = _repeated.With(isDefective);
    }

    public AttributionReport ToReport()
    {
        var effects = Effects(_all);
        var design = effects.Count == 0 ? AttributionDesign.None : _isFactorial ? AttributionDesign.Factorial : AttributionDesign.OneAtATime;
        var retries = Retries(effects);
        var rise = SmallestRise(effects);
        return new AttributionReport
        {
            Design = design,
            Clips = _all.Clips,
            Finding = AttributionWords.Finding(design, effects),
            Caveats = AttributionWords.Caveats(design, effects, rise, retries),
            Tests = effects.Count(effect => effect.IsTested),
            SmallestRise = rise,
            Effects = effects,
            Retries = retries,
        };
    }

    // Priorities are interleaved, and within one the clips of a prompt lie together.
    private static void Add(AttributionStudy study, ItemLine item, DefectOutcome[] outcomes) =>
        study.Add(item.Priority.ToString(), item.PromptId, item.VariantId, item.Traps, outcomes);

    private IReadOnlyList<AttributedEffect> Effects(AttributionStudy study)
    {
        var effects = _isFactorial ? study.Factorial() : study.OneAtATime();
        var adjusted = FindingRule.Adjust(effects, IsAimed);
        return
        [
            .. effects.Select((effect, index) => Describe(effect, adjusted[index]))
                .OrderByDescending(effect => effect.IsFinding)
                .ThenByDescending(effect => effect.IsFinding ? Math.Abs(effect.Difference) : 1 - effect.P)
                .ThenByDescending(effect => Math.Abs(effect.Difference))
                .ThenBy(effect => effect.Cause, StringComparer.Ordinal)
                .ThenBy(effect => effect.Detector, StringComparer.Ordinal),
        ];
    }

    private bool IsAimed(Effect effect)
    {
        if (effect.Method == EffectMethod.FactorialPair) return false;
        if (TrapCatalog.Find(effect.Cause) is { } trap) return trap.TargetDefect == effect.DetectorId;
        return _aims.TryGetValue(effect.Cause, out var targets) && targets.Contains(effect.DetectorId);
    }

    private AttributedEffect Describe(Effect effect, double adjustedP)
    {
        var described = new AttributedEffect
        {
            Detector = effect.DetectorId,
            Cause = effect.Cause,
            IsAimed = IsAimed(effect),
            IsFinding = FindingRule.IsFinding(adjustedP),
            IsTested = effect.IsTested,
            Sentence = "",
            With = EffectArm.Of(effect.With),
            Without = EffectArm.Of(effect.Without),
            Prompts = effect.Blocks,
            Difference = effect.Difference,
            Lower = effect.Interval.Lower,
            Upper = effect.Interval.Upper,
            P = effect.PValue,
            AdjustedP = adjustedP,
            Method = effect.Method,
            Corrected = Corrected(effect),
            Severity = effect.Severity is { } severity
                ? new SeverityEffect(severity.Difference, severity.Interval.Lower, severity.Interval.Upper, severity.PValue)
                : null,
        };
        return described with { Sentence = AttributionWords.Sentence(described) };
    }

    private CorrectedEffect? Corrected(Effect effect)
    {
        if (effect.Method == EffectMethod.FactorialPair || !accuracies.TryGetValue(effect.DetectorId, out var accuracy)) return null;
        if (RoganGladen.Difference(effect.Difference, effect.Interval, accuracy) is not { } corrected) return null;
        if (Corrected(effect.With, accuracy) is not { } with || Corrected(effect.Without, accuracy) is not { } without) return null;

        return new CorrectedEffect(
            corrected.Difference, corrected.Interval.Lower, corrected.Interval.Upper, with, without, accuracy.Sensitivity, accuracy.Specificity);
    }

    private static CorrectedShare? Corrected(ShareCount seen, DetectorAccuracy accuracy) =>
        RoganGladen.ShareInterval(seen, accuracy) is { } interval
            ? new CorrectedShare(RoganGladen.Share(seen.Share, accuracy), interval.Lower, interval.Upper)
            : null;

    /// <summary>By the aimed tests, which the batch was bought for; by all when none could be made.</summary>
    private static double? SmallestRise(IReadOnlyList<AttributedEffect> effects)
    {
        var aimed = effects.Where(effect => effect.IsAimed).ToArray();
        var judged = aimed.Length > 0 ? aimed : effects;
        if (judged.Count == 0) return null;

        // The middle of the sizes stands for all: abstentions make them differ a little.
        var sizes = judged.Select(effect => Math.Min(effect.With.Measured, effect.Without.Measured)).Order().ToArray();
        return SampleSize.SmallestRise(AttributionWords.Baseline, sizes[sizes.Length / 2], AttributionWords.Power, SampleSize.Level / judged.Count);
    }

    private RetryReport Retries(IReadOnlyList<AttributedEffect> effects)
    {
        var (first, repeated) = (EffectArm.Of(_firstTry), EffectArm.Of(_repeated));
        if (_firstTry.Trials == 0 || _repeated.Trials == 0)
        {
            return new RetryReport(
                first with { Share = _firstTry.Trials == 0 ? 0 : first.Share }, new EffectArm(_repeated.Trials, _repeated.Found, 0), null, null, null, null, [], AttributionWords.NoRetries);
        }

        var interval = ShareDifference.Newcombe(_repeated, _firstTry);
        var p = FisherExactTest.TwoSidedP(_repeated, _firstTry);
        var found = Findings(effects);
        var withoutRetries = Findings(Effects(_firstTries));
        var changed = found.Except(withoutRetries).Concat(withoutRetries.Except(found)).Order(StringComparer.Ordinal).ToArray();
        return new RetryReport(
            first, repeated, repeated.Share - first.Share, interval.Lower, interval.Upper, p, changed, AttributionWords.Retries(first, repeated, p, changed));
    }

    private static string[] Findings(IReadOnlyList<AttributedEffect> effects) =>
        [.. effects.Where(effect => effect.IsFinding).Select(effect => $"{effect.Cause}: {effect.Detector}")];
}
