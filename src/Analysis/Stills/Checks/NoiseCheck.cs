namespace FunctionsPipeline.Analysis;

/// <summary>
/// Standard deviation of the noise, levels of luma at the working size: in blocks of 16 x 16 pixels sqrt(pi / 2) / 6 times the mean
/// absolute value of the mask 1 -2 1, -2 4 -2, 1 -2 1, which is blind to planes and most edges (Immerkaer, Computer Vision and Image
/// Understanding 64, 1996); of the blocks, the 20th percentile, because texture only ever adds to it.
/// </summary>
/// <remarks>
/// A block with a clipped pixel is left out: noise does not show there. Where every block has texture the estimate is too high; on pure
/// noise it is a few percent too low.
/// </remarks>
internal static class NoiseCheck
{
    public const string Name = "noise";

    private const int BlockPx = 16;
    private const int BlocksMin = 16;
    private const double QuietShare = 0.2;
    private const float DarkEnd = 1;
    private const float BrightEnd = 254;

    // 2 levels are a good camera's; at 16 the grain is all one sees.
    private const double GoodLevels = 2;
    private const double BadLevels = 16;

    private static readonly double Scale = Math.Sqrt(Math.PI / 2) / 6;

    public static StillCheck Run(double? noiseLevels) => noiseLevels is { } levels
        ? StillCheck.Measured(Name, ScoreRamp.Of(levels, BadLevels, GoodLevels), ("noiseLevels", levels))
        : StillCheck.Abstain(Name, $"fewer than {BlocksMin} places of the picture are free of clipped pixels");

    /// <summary>The estimate, levels; null when there are too few blocks.</summary>
    public static double? Estimate(LevelPlane plane)
    {
        var blocks = new List<double>();
        for (var top = 1; top + BlockPx < plane.HeightPx; top += BlockPx)
        {
            for (var left = 1; left + BlockPx < plane.WidthPx; left += BlockPx)
            {
                if (Block(plane, left, top) is { } levels) blocks.Add(levels);
            }
        }

        if (blocks.Count < BlocksMin) return null;

        blocks.Sort();
        return blocks[(int)(QuietShare * (blocks.Count - 1))];
    }

    private static double? Block(LevelPlane plane, int left, int top)
    {
        double sum = 0;
        for (var y = top; y < top + BlockPx; y++)
        {
            var above = plane.Row(y - 1);
            var row = plane.Row(y);
            var below = plane.Row(y + 1);
            for (var x = left; x < left + BlockPx; x++)
            {
                if (row[x] is <= DarkEnd or >= BrightEnd) return null;

                var corners = above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1];
                var sides = above[x] + below[x] + row[x - 1] + row[x + 1];
                sum += Math.Abs(corners - (2 * sides) + (4 * row[x]));
            }
        }

        return Scale * sum / (BlockPx * BlockPx);
    }
}
