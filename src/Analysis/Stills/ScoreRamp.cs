namespace FunctionsPipeline.Analysis;

/// <summary>Turns a measure into a score along a straight line: 1 from <c>good</c> on, 0 from <c>bad</c> on.</summary>
internal static class ScoreRamp
{
    /// <param name="value">The measure.</param>
    /// <param name="bad">Where the score is 0.</param>
    /// <param name="good">Where the score is 1; on either side of <paramref name="bad"/>, not equal to it.</param>
    public static double Of(double value, double bad, double good) => Math.Clamp((value - bad) / (good - bad), 0, 1);
}
