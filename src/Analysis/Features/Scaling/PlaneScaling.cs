namespace FunctionsPipeline.Analysis;

/// <summary>Steps of pyramids: a plane at half the width and height. Exact on every machine.</summary>
public static class PlaneScaling
{
    /// <summary>A side of the halved plane: half, rounded down, at least 1.</summary>
    public static int HalfOf(int sizePx) => Math.Max(1, sizePx / 2);

    /// <summary>
    /// Halves a plane with the default settings: each pixel is the mean of 2 x 2, rounded half up. An odd last row or column is left out,
    /// unless it is the only one.
    /// </summary>
    /// <param name="source">A plane.</param>
    /// <param name="target">Gets the halved plane, rows without gaps.</param>
    /// <exception cref="ArgumentException">The target is too short.</exception>
    public static void Halve(PlaneView source, Span<byte> target) => Halve(source, target, KernelSettings.Default);

    /// <inheritdoc cref="Halve(PlaneView, Span{byte})"/>
    public static void Halve(PlaneView source, Span<byte> target, KernelSettings settings) =>
        Map(source, target, default(HalveOperator), settings);

    /// <summary>
    /// Halves a plane with the default settings: each pixel is its 5 x 5 neighbours weighted by 1 4 6 4 1 both ways, rounded half up, the
    /// border mirrored. Smoother than <see cref="Halve(PlaneView, Span{byte})"/>.
    /// </summary>
    /// <inheritdoc cref="Halve(PlaneView, Span{byte})"/>
    public static void HalveGaussian(PlaneView source, Span<byte> target) => HalveGaussian(source, target, KernelSettings.Default);

    /// <inheritdoc cref="HalveGaussian(PlaneView, Span{byte})"/>
    public static void HalveGaussian(PlaneView source, Span<byte> target, KernelSettings settings) =>
        Map(source, target, default(GaussianHalveOperator), settings);

    private static unsafe void Map<TOperator>(PlaneView source, Span<byte> target, TOperator @operator, KernelSettings settings)
        where TOperator : struct, IRowMapOperator
    {
        var (widthPx, heightPx) = (HalfOf(source.WidthPx), HalfOf(source.HeightPx));
        PlaneSizes.RequireRoom(target, widthPx, heightPx);
        fixed (byte* start = source, startTarget = target)
        {
            var pinned = new PinnedPlane(source, start);
            RowMap.Map(pinned, pinned, new PinnedPlane(startTarget, widthPx, heightPx, widthPx), @operator, settings);
        }
    }
}
