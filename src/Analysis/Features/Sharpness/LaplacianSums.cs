namespace FunctionsPipeline.Analysis;

/// <summary>Sums over the Laplacian of a plane: four times a pixel less its four neighbours, at every pixel that has all four.</summary>
/// <param name="Sum">Sum of the Laplacian.</param>
/// <param name="SquareSum">Sum of its square. A plane of 2^31 pixels stays below 2^52.</param>
/// <param name="Count">Pixels counted.</param>
public readonly record struct LaplacianSums(long Sum, long SquareSum, long Count)
{
    /// <summary>Variance of the Laplacian, the usual measure of sharpness: 0 for a flat plane or none, some 1000 for fine texture.</summary>
    public double Variance => Count == 0 ? 0 : (SquareSum - (double)Sum * Sum / Count) / Count;

    /// <summary>Measures a plane with the default settings; one narrower or lower than 3 pixels has nothing to count.</summary>
    public static LaplacianSums Of(PlaneView plane) => Of(plane, KernelSettings.Default);

    /// <summary>Measures a plane; one narrower or lower than 3 pixels has nothing to count.</summary>
    public static unsafe LaplacianSums Of(PlaneView plane, KernelSettings settings)
    {
        fixed (byte* start = plane)
        {
            var pinned = new PinnedPlane(plane, start);
            return From(pinned, RowReduce.Sum(pinned, pinned, PlaneRegion.Inner(pinned), default(LaplacianOperator), settings));
        }
    }

    /// <summary>What the operator's sums over all inner pixels of a plane mean.</summary>
    internal static LaplacianSums From(PinnedPlane plane, PixelSums sums) =>
        new(sums.A, sums.B, (long)Math.Max(0, plane.WidthPx - 2) * Math.Max(0, plane.HeightPx - 2));
}
