namespace FunctionsPipeline.Analysis;

/// <summary>
/// What is true behind what a detector says (Rogan and Gladen 1978): it misses defects and sees some that are not there, at rates known from
/// calibration clips. The calibration is a sample itself, and its uncertainty is part of the intervals. The correction is right as far as
/// the calibration's defects are like those of the clips.
/// </summary>
public static class RoganGladen
{
    // Lang and Reiczigel add one success and one failure to either calibration sample.
    private const double CalibrationPrior = 1;

    /// <summary>The true share, cut to 0 to 1; not a number when the detector does no better than guessing.</summary>
    public static double Share(double seen, DetectorAccuracy accuracy) =>
        Youden(accuracy) > 0 ? Math.Clamp((seen + accuracy.Specificity - 1) / Youden(accuracy), 0, 1) : double.NaN;

    /// <summary>
    /// The 95 % interval of the true share by Lang and Reiczigel (2014, Preventive Veterinary Medicine 113:13); null when the detector does
    /// no better than guessing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or more found than tried.</exception>
    public static ConfidenceInterval? ShareInterval(ShareCount seen, DetectorAccuracy accuracy)
    {
        seen.RefuseUnusable();
        const double z = NormalDistribution.Z95;
        var trials = seen.Trials + (z * z);
        var share = (seen.Found + (z * z / 2)) / trials;
        var (sensitivity, sensitivityVariance) = Smoothed(accuracy.DefectsDetected, accuracy.DefectClips);
        var (specificity, specificityVariance) = Smoothed(accuracy.CleanClips - accuracy.CleanDetected, accuracy.CleanClips);
        var youden = sensitivity + specificity - 1;
        if (youden <= 0) return null;

        var truth = (share + specificity - 1) / youden;
        var shift = 2 * z * z * ((truth * sensitivityVariance) - ((1 - truth) * specificityVariance));
        var variance = (share * (1 - share) / trials) + (truth * truth * sensitivityVariance) + ((1 - truth) * (1 - truth) * specificityVariance);
        var half = z * Math.Sqrt(variance) / youden;
        return new ConfidenceInterval(truth + shift - half, truth + shift + half).Within(0, 1);
    }

    /// <summary>
    /// The true difference of two shares seen by the same detector: the seen one over sensitivity + specificity - 1. Its 95 % interval
    /// combines the distances to the ends of both intervals (Donner and Zou 2012, Statistical Methods in Medical Research 21:347: ratio).
    /// Null when the calibration does not show that the detector is better than guessing.
    /// </summary>
    /// <param name="seen">The seen difference, -1 to 1.</param>
    /// <param name="interval">Its 95 % interval.</param>
    /// <param name="accuracy">What is known of the detector; null comes back too when it was tried on no clips of either kind.</param>
    public static CorrectedDifference? Difference(double seen, ConfidenceInterval interval, DetectorAccuracy accuracy)
    {
        if (accuracy.DefectClips == 0 || accuracy.CleanClips == 0) return null;

        var youden = Youden(accuracy);
        // Sensitivity + specificity - 1 is the difference of the two rates at which the detector speaks: Newcombe's interval serves.
        var range = ShareDifference.Newcombe(new ShareCount(accuracy.DefectsDetected, accuracy.DefectClips), new ShareCount(accuracy.CleanDetected, accuracy.CleanClips));
        if (range.Lower <= 0) return null;

        var lower = LowerRatio(seen, seen - interval.Lower, youden, range);
        var upper = -LowerRatio(-seen, interval.Upper - seen, youden, range);
        var ends = new ConfidenceInterval(lower, upper).Within(-1, 1);
        return new CorrectedDifference(Math.Clamp(seen / youden, -1, 1), ends);
    }

    /// <summary>The lower end of a ratio: the smaller root of (ratio * denominator - numerator)^2 = distance^2 + ratio^2 * its distance^2.</summary>
    private static double LowerRatio(double numerator, double distance, double denominator, ConfidenceInterval range)
    {
        // A positive end comes from a large denominator, a negative one from a small one.
        var other = numerator > distance ? range.Upper - denominator : denominator - range.Lower;
        var scale = (denominator * denominator) - (other * other);
        var root = Math.Sqrt((numerator * numerator * other * other) + (distance * distance * scale));
        return ((numerator * denominator) - root) / scale;
    }

    /// <summary>Sensitivity + specificity - 1: 1 for a detector that never errs, 0 for one that guesses.</summary>
    private static double Youden(DetectorAccuracy accuracy) => accuracy.Sensitivity + accuracy.Specificity - 1;

    private static (double Share, double Variance) Smoothed(int right, int clips)
    {
        var trials = clips + (2 * CalibrationPrior);
        var share = (right + CalibrationPrior) / trials;
        return (share, share * (1 - share) / trials);
    }
}

/// <summary>A difference of true shares.</summary>
/// <param name="Difference">-1 to 1.</param>
/// <param name="Interval">95 % interval.</param>
public readonly record struct CorrectedDifference(double Difference, ConfidenceInterval Interval);
