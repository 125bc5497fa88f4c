namespace FunctionsPipeline.Analysis;

/// <summary>Sums over the gradient of a plane, as differences of the neighbours on both sides, at every pixel that has all four.</summary>
/// <param name="Across">Absolute differences of the right and the left neighbour.</param>
/// <param name="Down">Absolute differences of the neighbours below and above.</param>
/// <param name="Count">Pixels counted.</param>
public readonly record struct GradientSums(long Across, long Down, long Count)
{
    /// <summary>Mean absolute slope of both directions, luma levels a pixel, 0 to 127.5; 0 when nothing was counted.</summary>
    public double MeanSlope => Count == 0 ? 0 : (Across + Down) / (4.0 * Count);

    /// <summary>Measures a plane with the default settings; one narrower or lower than 3 pixels has nothing to count.</summary>
    public static GradientSums Of(PlaneView plane) => Of(plane, KernelSettings.Default);

    /// <summary>Measures a plane; one narrower or lower than 3 pixels has nothing to count.</summary>
    public static unsafe GradientSums Of(PlaneView plane, KernelSettings settings)
    {
        fixed (byte* start = plane)
        {
            var pinned = new PinnedPlane(plane, start);
            var sums = RowReduce.Sum(pinned, pinned, PlaneRegion.Inner(pinned), default(GradientOperator), settings);
            return new GradientSums(sums.A, sums.B, (long)Math.Max(0, plane.WidthPx - 2) * Math.Max(0, plane.HeightPx - 2));
        }
    }
}
