namespace FunctionsPipeline.Analysis;

/// <summary>What planes that are looked at together must have in common.</summary>
internal static class PlaneSizes
{
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void RequireEqual(PlaneView one, PlaneView other)
    {
        if (one.WidthPx == other.WidthPx && one.HeightPx == other.HeightPx) return;
        throw new ArgumentException(
            $"Planes of {one.WidthPx}x{one.HeightPx} and {other.WidthPx}x{other.HeightPx} cannot be compared.", nameof(other));
    }

    /// <exception cref="ArgumentException">The target is shorter than a plane of this size.</exception>
    public static void RequireRoom(ReadOnlySpan<byte> target, int widthPx, int heightPx)
    {
        if (target.Length >= (long)widthPx * heightPx) return;
        throw new ArgumentException($"{target.Length} bytes are too few for a plane of {widthPx}x{heightPx}.", nameof(target));
    }
}
