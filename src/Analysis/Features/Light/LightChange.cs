namespace FunctionsPipeline.Analysis;

/// <summary>Tells a change of light from a change of the picture: light changes all blocks by one gain and one offset.</summary>
public static class LightChange
{
    /// <summary>Share of the blocks' change that one gain and one offset explain, fitted by least squares; 0 when nothing changes.</summary>
    /// <param name="from">Mean luma of each block.</param>
    /// <param name="to">Mean luma of the same blocks in a later frame.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static double ExplainedShare(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(to.Length, from.Length);
        double sumX = 0, sumY = 0, sumXx = 0, sumXy = 0, sumYy = 0, change = 0;
        for (var block = 0; block < from.Length; block++)
        {
            var (x, y) = (from[block], to[block]);
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
            sumYy += y * y;
            change += (y - x) * (y - x);
        }

        if (change <= 0) return 0;
        var spreadX = sumXx - sumX * sumX / from.Length;
        var spreadY = sumYy - sumY * sumY / from.Length;
        var together = sumXy - sumX * sumY / from.Length;
        // A negative gain would be the negative of a picture: that is another picture.
        var unexplained = spreadX > 0 && together > 0 ? spreadY - together * together / spreadX : spreadY;
        return Math.Clamp(1 - unexplained / change, 0, 1);
    }
}
