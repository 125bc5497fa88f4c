using FunctionsPipeline.Pipelines.Episode.Words;

namespace FunctionsPipeline.Pipelines.Episode.Quality;

/// <summary>
/// Scores an episode. Overall is 40 % visual, 30 % content, 30 % technical. Pure.
/// </summary>
/// <remarks>
/// Visual: 80 % mean of the image gate's scores, 20 % sharpness of the thumbnail.
/// Content: 40 % variety of the dialogue, 20 % number of characters, 40 % beats.
/// Technical: 60 % checks of the review that passed, 40 % accuracy of the length: a tenth off gives nothing.
/// A part that was not measured leaves its weight to the other; where nothing of a group was measured, the group is 0.
/// </remarks>
public static class QualityScore
{
    /// <summary>Shares of the overall score.</summary>
    public const double VisualShare = 0.4;

    /// <inheritdoc cref="VisualShare"/>
    public const double ContentShare = 0.3;

    /// <inheritdoc cref="VisualShare"/>
    public const double TechnicalShare = 0.3;

    private const double DurationTolerance = 0.1;
    private const double VarietyEnough = 0.75;
    private const double LinesSpeakers = 2;
    private const double EmotionsEnough = 4;

    /// <summary>Scores an episode.</summary>
    public static QualityScores Of(QualityMeasures measures)
    {
        var visual = Weighted((measures.ImageScores.Count == 0 ? null : measures.ImageScores.Average(), 0.8), (measures.Sharpness, 0.2));
        var content = Weighted((DialogueVariety(measures), 0.4), (CharacterCount(measures.Script.Characters.Count), 0.2), (Beats(measures), 0.4));
        var technical = Weighted((ReviewShare(measures), 0.6), (DurationAccuracy(measures), 0.4));
        var uncapped = (VisualShare * visual) + (ContentShare * content) + (TechnicalShare * technical);
        var strictest = measures.Degradations.Select(degradation => (degradation.Kind, Cap: QualityCaps.Of(degradation.Kind))).OrderBy(entry => entry.Cap).ThenBy(entry => entry.Kind, StringComparer.Ordinal).FirstOrDefault();
        var isCapped = strictest.Kind is not null && uncapped > strictest.Cap;
        return new QualityScores(Rounded(visual), Rounded(content), Rounded(technical), Rounded(isCapped ? strictest.Cap : uncapped))
        {
            Uncapped = Rounded(uncapped),
            CappedBy = isCapped ? strictest.Kind : null,
        };
    }

    /// <summary>Whether several people speak, and whether they say different words, 0 to 1.</summary>
    public static double DialogueVariety(QualityMeasures measures)
    {
        var lines = measures.Script.Lines;
        if (lines.Count == 0) return 0;
        var words = lines.SelectMany(line => line.Text.ToLowerInvariant().Split([' ', '.', ',', '!', '?'], StringSplitOptions.RemoveEmptyEntries)).ToList();
        var speakers = Math.Min(1, lines.Select(line => line.CharacterId).Distinct(StringComparer.Ordinal).Count() / LinesSpeakers);
        var different = words.Count == 0 ? 0 : Math.Min(1, words.Distinct(StringComparer.Ordinal).Count() / (double)words.Count / VarietyEnough);
        return (0.5 * speakers) + (0.5 * different);
    }

    /// <summary>How near the length is to the planned one, 0 to 1; null without a file.</summary>
    public static double? DurationAccuracy(QualityMeasures measures) => measures.MeasuredSeconds is { } measured && measures.PlannedSeconds > 0
        ? Math.Max(0, 1 - (Math.Abs(measured - measures.PlannedSeconds) / measures.PlannedSeconds / DurationTolerance))
        : null;

    // One alone talks to nobody; of four none is remembered as well as of two or three.
    private static double CharacterCount(int count) => count switch { 0 => 0, 1 => 0.6, 2 or 3 => 1, _ => 0.85 };

    // All five are there, and the story does not stay in one mood.
    private static double Beats(QualityMeasures measures)
    {
        var beats = measures.Script.Beats;
        var there = beats.Where(beat => beat.Narration.Length > 0).Select(beat => beat.Kind).Distinct().Count() / (double)ScriptNames.Beats.Count;
        var moods = Math.Min(1, beats.Select(beat => beat.Emotion).Where(emotion => emotion.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Count() / EmotionsEnough);
        return (0.6 * there) + (0.4 * moods);
    }

    private static double? ReviewShare(QualityMeasures measures) => measures.Review is { All: > 0 } review ? review.Passed / (double)review.All : null;

    private static double Weighted(params ReadOnlySpan<(double? Share, double Weight)> parts)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var (share, weight) in parts)
        {
            if (share is not { } value) continue;
            sum += weight * Math.Clamp(value, 0, 1);
            weights += weight;
        }

        return weights == 0 ? 0 : 100 * sum / weights;
    }

    private static double Rounded(double score) => Math.Round(score, 1, MidpointRounding.AwayFromZero);
}
