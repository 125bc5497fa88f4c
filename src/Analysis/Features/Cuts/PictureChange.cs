namespace FunctionsPipeline.Analysis;

/// <summary>Tells another picture from the same one a while later.</summary>
public static class PictureChange
{
    /// <summary>How far the blocks changed, measured by how much they differ among themselves.</summary>
    /// <param name="from">Mean luma of each block, at least one.</param>
    /// <param name="to">Mean luma of the same blocks in a later frame.</param>
    /// <returns>
    /// 0 for the same picture and about 1 for an unrelated one of the same brightness; more where the brightness differs too.
    /// Positive infinity when one flat picture follows another.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static double Share(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(to.Length, from.Length);
        double sumX = 0, sumY = 0, sumXx = 0, sumYy = 0, change = 0;
        for (var block = 0; block < from.Length; block++)
        {
            var (x, y) = (from[block], to[block]);
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumYy += y * y;
            change += (y - x) * (y - x);
        }

        if (change <= 0) return 0;
        var spread = sumXx - sumX * sumX / from.Length + sumYy - sumY * sumY / from.Length;
        return spread > 0 ? change / spread : double.PositiveInfinity;
    }
}
