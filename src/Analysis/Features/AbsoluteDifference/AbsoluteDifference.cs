namespace FunctionsPipeline.Analysis;

/// <summary>Absolute differences of two planes of one size. Exact on every machine.</summary>
public static class AbsoluteDifference
{
    /// <summary>Sum over all pixels, with the default settings.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static long Sum(PlaneView one, PlaneView other) => Sum(one, other, KernelSettings.Default);

    /// <summary>Sum over all pixels.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static unsafe long Sum(PlaneView one, PlaneView other, KernelSettings settings)
    {
        PlaneSizes.RequireEqual(one, other);
        fixed (byte* startOne = one, startOther = other)
        {
            var (planeOne, planeOther) = (new PinnedPlane(one, startOne), new PinnedPlane(other, startOther));
            return RowReduce.Sum(planeOne, planeOther, PlaneRegion.All(planeOne), default(AbsoluteDifferenceOperator), settings).A;
        }
    }

    /// <summary>The difference picture, with the default settings.</summary>
    /// <param name="one">A plane.</param>
    /// <param name="other">A plane of the same size.</param>
    /// <param name="target">Gets width x height bytes, rows without gaps.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the target is too short.</exception>
    public static void Fill(PlaneView one, PlaneView other, Span<byte> target) => Fill(one, other, target, KernelSettings.Default);

    /// <inheritdoc cref="Fill(PlaneView, PlaneView, Span{byte})"/>
    public static unsafe void Fill(PlaneView one, PlaneView other, Span<byte> target, KernelSettings settings)
    {
        PlaneSizes.RequireEqual(one, other);
        PlaneSizes.RequireRoom(target, one.WidthPx, one.HeightPx);
        fixed (byte* startOne = one, startOther = other, startTarget = target)
        {
            var filled = new PinnedPlane(startTarget, one.WidthPx, one.HeightPx, one.WidthPx);
            RowMap.Map(new PinnedPlane(one, startOne), new PinnedPlane(other, startOther), filled, default(AbsoluteDifferenceMap), settings);
        }
    }
}
