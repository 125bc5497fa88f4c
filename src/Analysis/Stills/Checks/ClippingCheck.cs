namespace FunctionsPipeline.Analysis;

/// <summary>
/// Share of the pixels that have lost everything at an end: all three channels at most 1, or all three at least 254. One channel alone
/// at an end is a pure colour, not a loss.
/// </summary>
/// <remarks>
/// The usual measure of a camera's clipping warning. The ends leave room for one level of rounding. A drawing on white paper or before
/// black is clipped by this measure; it is meant for photographs.
/// </remarks>
internal static class ClippingCheck
{
    public const string Name = "clipping";

    private const int DarkEnd = 1;
    private const int BrightEnd = 254;

    // A lamp or the sun in the picture is a hundredth of it; a fifth without detail is a hole.
    private const double GoodShare = 0.02;
    private const double BadShare = 0.2;

    public static StillCheck Run(StillImage image)
    {
        long dark = 0, bright = 0;
        for (var y = 0; y < image.HeightPx; y++)
        {
            var red = image.Red.Row(y);
            var green = image.Green.Row(y);
            var blue = image.Blue.Row(y);
            for (var x = 0; x < red.Length; x++)
            {
                if (Math.Max(red[x], Math.Max(green[x], blue[x])) <= DarkEnd) dark++;
                else if (Math.Min(red[x], Math.Min(green[x], blue[x])) >= BrightEnd) bright++;
            }
        }

        var pixels = (double)image.WidthPx * image.HeightPx;
        return StillCheck.Measured(
            Name,
            ScoreRamp.Of((dark + bright) / pixels, BadShare, GoodShare),
            ("darkEndShare", dark / pixels),
            ("brightEndShare", bright / pixels));
    }
}
