namespace FunctionsPipeline.Analysis;

/// <summary>
/// Whether the picture is too dark or too bright: mean luma, share of dark pixels (up to level 31) and of bright ones (from level 224).
/// The score is the lowest of the three.
/// </summary>
/// <remarks>
/// Middle grey (18 % reflectance) is level 118 in sRGB (IEC 61966-2-1); dark and bright are the outer eighths of the levels, three and
/// more stops below it and close to white. Where the ramps end is a judgement: night scenes and snow are to pass, black and white sheets are not.
/// </remarks>
internal static class ExposureCheck
{
    public const string Name = "exposure";

    private const int DarkLevelMax = 31;
    private const int BrightLevelMin = 224;
    private const double LevelMax = 255;

    // Means as shares of full scale.
    private const double DarkMeanBad = 0.06;
    private const double DarkMeanGood = 0.22;
    private const double BrightMeanGood = 0.75;
    private const double BrightMeanBad = 0.93;

    private const double EndShareGood = 0.5;
    private const double EndShareBad = 0.95;

    public static StillCheck Run(LightLevels light)
    {
        var mean = light.Mean / LevelMax;
        var dark = light.ShareOf(0, DarkLevelMax);
        var bright = light.ShareOf(BrightLevelMin, Histogram.Values - 1);
        var score = Math.Min(
            Math.Min(ScoreRamp.Of(mean, DarkMeanBad, DarkMeanGood), ScoreRamp.Of(mean, BrightMeanBad, BrightMeanGood)),
            ScoreRamp.Of(Math.Max(dark, bright), EndShareBad, EndShareGood));
        return StillCheck.Measured(Name, score, ("meanShare", mean), ("darkShare", dark), ("brightShare", bright));
    }
}
