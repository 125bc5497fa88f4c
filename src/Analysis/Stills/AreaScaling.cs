namespace FunctionsPipeline.Analysis;

/// <summary>Levels of a plane as numbers with fractions, rows without gaps.</summary>
internal sealed record LevelPlane(float[] Levels, int WidthPx, int HeightPx)
{
    public ReadOnlySpan<float> Row(int y) => Levels.AsSpan(y * WidthPx, WidthPx);
}

/// <summary>
/// Smaller planes by area: a pixel is the mean of the part of the source that it covers, fractions of pixels counted by their share.
/// </summary>
/// <remarks>Plain loops: a check looks at one picture that took seconds to be made, not at every frame of a video.</remarks>
internal static class AreaScaling
{
    /// <summary>A plane at most so long; a smaller one keeps its size.</summary>
    public static LevelPlane Fit(PlaneView source, int longSideMaxPx)
    {
        var scale = Math.Min(1.0, (double)longSideMaxPx / Math.Max(source.WidthPx, source.HeightPx));
        return To(source, SideOf(source.WidthPx, scale), SideOf(source.HeightPx, scale));
    }

    /// <summary>A plane of a size, which is not larger than the source either way.</summary>
    public static LevelPlane To(PlaneView source, int widthPx, int heightPx)
    {
        if (widthPx == source.WidthPx && heightPx == source.HeightPx) return Copy(source);

        var columns = Parts(source.WidthPx, widthPx);
        var rows = Parts(source.HeightPx, heightPx);
        var levels = new float[widthPx * heightPx];
        var narrow = new double[widthPx];
        var sum = new double[widthPx];
        for (var y = 0; y < heightPx; y++)
        {
            Array.Clear(sum);
            foreach (var (sourceY, share) in rows[y])
            {
                Narrow(source.Row(sourceY), columns, narrow);
                for (var x = 0; x < widthPx; x++) sum[x] += share * narrow[x];
            }

            for (var x = 0; x < widthPx; x++) levels[(y * widthPx) + x] = (float)sum[x];
        }

        return new LevelPlane(levels, widthPx, heightPx);
    }

    private static LevelPlane Copy(PlaneView source)
    {
        var levels = new float[source.WidthPx * source.HeightPx];
        for (var y = 0; y < source.HeightPx; y++)
        {
            var row = source.Row(y);
            for (var x = 0; x < row.Length; x++) levels[(y * source.WidthPx) + x] = row[x];
        }

        return new LevelPlane(levels, source.WidthPx, source.HeightPx);
    }

    private static int SideOf(int sizePx, double scale) => Math.Max(1, (int)Math.Round(sizePx * scale));

    private static void Narrow(ReadOnlySpan<byte> row, (int At, double Share)[][] columns, double[] target)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            double sum = 0;
            foreach (var (at, share) in columns[x]) sum += share * row[at];
            target[x] = sum;
        }
    }

    /// <summary>Which source pixels a target pixel covers, and how much of it each makes up.</summary>
    private static (int At, double Share)[][] Parts(int sourcePx, int targetPx)
    {
        var parts = new (int, double)[targetPx][];
        var step = (double)sourcePx / targetPx;
        for (var target = 0; target < targetPx; target++)
        {
            var (start, end) = (target * step, Math.Min(sourcePx, (target + 1) * step));
            var covered = new List<(int, double)>();
            for (var at = (int)start; at < end; at++)
            {
                var length = Math.Min(end, at + 1) - Math.Max(start, at);
                if (length > 0) covered.Add((at, length / (end - start)));
            }

            parts[target] = [.. covered];
        }

        return parts;
    }
}
