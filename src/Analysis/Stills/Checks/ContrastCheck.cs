namespace FunctionsPipeline.Analysis;

/// <summary>
/// The range between the 1st and the 99th percentile of luma, as a share of full scale. Percentiles, because a few pixels at the ends do
/// not make a picture rich in contrast.
/// </summary>
/// <remarks>
/// Source: range contrast after Michelson, on percentiles instead of extremes; Peli (J. Opt. Soc. Am. A 7, 1990) compares the kinds. The
/// ramp is a judgement: fog keeps about a quarter of the range, a normal picture more than half.
/// </remarks>
internal static class ContrastCheck
{
    public const string Name = "contrast";

    private const double LowShare = 0.01;
    private const double HighShare = 0.99;
    private const double LevelMax = 255;
    private const double BadRange = 0.08;
    private const double GoodRange = 0.4;

    public static StillCheck Run(LightLevels light)
    {
        var range = (light.Quantile(HighShare) - light.Quantile(LowShare)) / LevelMax;
        return StillCheck.Measured(Name, ScoreRamp.Of(range, BadRange, GoodRange), ("rangeShare", range));
    }
}
