using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds where patches of 8 x 8 have moved, by Gauss-Newton steps of the inverse kind (Baker and Matthews, "Lucas-Kanade 20 years on"):
/// the gradients are those of the patch, so their matrix is inverted once. Means are taken out, so that a change of light moves nothing.
/// </summary>
/// <remarks>
/// A row of a patch is one vector of eight floats. The eight lanes and the order of all additions are the same on every machine, so the
/// flow is too, bit for bit, whatever the width of its registers.
/// </remarks>
internal static class PatchSearch
{
    /// <summary>Pixels on a side of a patch: one vector.</summary>
    public const int SidePx = 8;

    internal const int Pixels = SidePx * SidePx;

    /// <summary>
    /// Added to the gradients' squares, a grey level per pixel squared: patches without texture, or with a straight edge only, stay where the
    /// coarser level put them instead of following noise.
    /// </summary>
    internal const float Damping = Pixels * 1f;

    /// <summary>A step longer than a patch is no measurement, pixels squared.</summary>
    internal const float LostSquared = SidePx * SidePx;

    /// <summary>Neighbours that differ by more than this may belong to different things, pixels squared.</summary>
    internal const float EdgeSquared = 0.5f * 0.5f;

    /// <summary>Variance of what even a good match leaves, grey levels squared: rounding of both pictures and of the place between pixels.</summary>
    internal const float RestMin = 2;

    /// <summary>Stands for a patch that was lost: as if nothing was explained.</summary>
    internal const float RestLost = 1e6f;

    /// <summary>
    /// Moves every patch of a row by one step from where the grid has it, or from where a neighbour has moved if that explains it better,
    /// into the grid's smoothed motion; and notes how sure that is.
    /// </summary>
    [SkipLocalsInit]
    public static void StepRow(FlowPlane from, FlowPlane to, PatchGrid grid, int row)
    {
        Span<Vector256<float>> buffer = stackalloc Vector256<float>[3 * SidePx];
        ref var patch = ref MemoryMarshal.GetReference(buffer);
        var top = grid.TopPx(row);
        for (var column = 0; column < grid.Columns; column++)
        {
            var left = grid.LeftPx(column);
            var entry = grid.Entry(row, column);
            var gradients = Prepare(ref Unsafe.Add(ref from.Origin, top * from.Stride + left), from.Stride, ref patch);
            var start = Start(to, left, top, grid, entry, ref patch, gradients);
            var found = Step(to, left, top, start.X, start.Y, ref patch, gradients);
            (grid.SmoothX[entry], grid.SmoothY[entry]) = (found.X, found.Y);
            var precision = gradients.Tensor.Scale(1 / (found.Rest + RestMin));
            (grid.PrecisionXX[entry], grid.PrecisionXY[entry], grid.PrecisionYY[entry]) = (precision.XX, precision.XY, precision.YY);
            grid.PullX[entry] = precision.XX * found.X + precision.XY * found.Y;
            grid.PullY[entry] = precision.XY * found.X + precision.YY * found.Y;
        }
    }

    /// <summary>Where a patch starts: at the edge of a moving thing, the neighbours on both sides are asked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float X, float Y) Start(FlowPlane to, int left, int top, PatchGrid grid, int entry, ref Vector256<float> patch, in Gradients gradients)
    {
        ref var x = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(grid.X), entry);
        ref var y = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(grid.Y), entry);
        var off = Math.Max(
            Math.Max(Difference(ref x, ref y, -1), Difference(ref x, ref y, 1)),
            Math.Max(Difference(ref x, ref y, -grid.Stride), Difference(ref x, ref y, grid.Stride)));
        return off < EdgeSquared ? (x, y) : BestStart(to, left, top, grid, entry, ref patch, gradients);
    }

    /// <summary>Squared difference from a neighbour's motion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Difference(ref float x, ref float y, int neighbour)
    {
        var (offX, offY) = (x - Unsafe.Add(ref x, neighbour), y - Unsafe.Add(ref y, neighbour));
        return offX * offX + offY * offY;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (float X, float Y) BestStart(FlowPlane to, int left, int top, PatchGrid grid, int entry, ref Vector256<float> patch, in Gradients gradients)
    {
        ReadOnlySpan<int> candidates = [entry - 1, entry + 1, entry - grid.Stride, entry + grid.Stride];
        var best = entry;
        var least = Pull(to, left + grid.X[entry], top + grid.Y[entry], ref patch, gradients).Rest;
        foreach (var candidate in candidates)
        {
            var rest = Pull(to, left + grid.X[candidate], top + grid.Y[candidate], ref patch, gradients).Rest;
            if (rest < least) (least, best) = (rest, candidate);
        }

        return (grid.X[best], grid.Y[best]);
    }

    /// <summary>Sum of the lanes, always in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumOf(Vector256<float> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>Puts the pixels (rows 0 to 7) and their gradients (8 to 15, 16 to 23) into the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Gradients Prepare(ref float corner, int stride, ref Vector256<float> patch)
    {
        var (sumX, sumY) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (xx, xy, yy) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var above = Vector256.LoadUnsafe(ref Unsafe.Add(ref corner, -stride));
        var here = Vector256.LoadUnsafe(ref corner);
        for (var y = 0; y < SidePx; y++)
        {
            ref var line = ref Unsafe.Add(ref corner, y * stride);
            var below = Vector256.LoadUnsafe(ref Unsafe.Add(ref line, stride));
            var gradientX = (Vector256.LoadUnsafe(ref Unsafe.Add(ref line, 1)) - Vector256.LoadUnsafe(ref Unsafe.Add(ref line, -1))) * 0.5f;
            var gradientY = (below - above) * 0.5f;
            Unsafe.Add(ref patch, y) = here;
            Unsafe.Add(ref patch, SidePx + y) = gradientX;
            Unsafe.Add(ref patch, 2 * SidePx + y) = gradientY;
            (sumX, sumY) = (sumX + gradientX, sumY + gradientY);
            xx = Vector256.FusedMultiplyAdd(gradientX, gradientX, xx);
            xy = Vector256.FusedMultiplyAdd(gradientX, gradientY, xy);
            yy = Vector256.FusedMultiplyAdd(gradientY, gradientY, yy);
            (above, here) = (here, below);
        }

        var (totalX, totalY) = (SumOf(sumX), SumOf(sumY));
        var (meanX, meanY) = (totalX / Pixels, totalY / Pixels);
        // Rounding must not make a square negative.
        var tensor = new Symmetric(
            Math.Max(0, SumOf(xx) - totalX * meanX), SumOf(xy) - totalX * meanY, Math.Max(0, SumOf(yy) - totalY * meanY));
        return new Gradients(tensor, meanX, meanY);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Found Step(
        FlowPlane to, int left, int top, float startX, float startY, ref Vector256<float> patch, in Gradients gradients)
    {
        var inverse = gradients.Tensor.Invert(Damping);
        var pull = Pull(to, left + startX, top + startY, ref patch, gradients);
        var stepX = inverse.XX * pull.X + inverse.XY * pull.Y;
        var stepY = inverse.XY * pull.X + inverse.YY * pull.Y;
        // Written so that a number that is none counts as lost.
        return stepX * stepX + stepY * stepY <= LostSquared
            ? new Found(startX - stepX, startY - stepY, pull.Rest)
            : new Found(startX, startY, RestLost);
    }

    /// <summary>What is left over at a place: weighted with the gradients and added up, and its variance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Found Pull(FlowPlane to, float left, float top, ref Vector256<float> patch, in Gradients gradients)
    {
        var place = new PatchPlace(to, left, top);
        var stride = to.Stride;
        ref var line = ref place.Corner;
        var above = place.ReadLine(ref line);
        var (sumX, sumY) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (sum, squares) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var y = 0; y < SidePx; y++)
        {
            line = ref Unsafe.Add(ref line, stride);
            var below = place.ReadLine(ref line);
            var rest = place.Between(above, below) - Unsafe.Add(ref patch, y);
            above = below;
            sumX = Vector256.FusedMultiplyAdd(rest, Unsafe.Add(ref patch, SidePx + y), sumX);
            sumY = Vector256.FusedMultiplyAdd(rest, Unsafe.Add(ref patch, 2 * SidePx + y), sumY);
            sum += rest;
            squares = Vector256.FusedMultiplyAdd(rest, rest, squares);
        }

        // The mean is taken out at the end: what a change of light leaves over pulls nowhere.
        var total = SumOf(sum);
        var mean = total / Pixels;
        return new Found(
            SumOf(sumX) - total * gradients.MeanX, SumOf(sumY) - total * gradients.MeanY, SumOf(squares) / Pixels - mean * mean);
    }

    /// <summary>A motion or a pull, and the variance of what it leaves unexplained.</summary>
    private readonly record struct Found(float X, float Y, float Rest);

    /// <summary>The matrix of a patch's gradients without their mean, and the mean.</summary>
    private readonly record struct Gradients(Symmetric Tensor, float MeanX, float MeanY);

    /// <summary>A symmetric matrix of 2 x 2.</summary>
    private readonly record struct Symmetric(float XX, float XY, float YY)
    {
        public Symmetric Invert(float damping)
        {
            // Damped, so the determinant is never 0.
            var (xx, yy) = (XX + damping, YY + damping);
            var scale = 1 / (xx * yy - XY * XY);
            return new Symmetric(yy * scale, -XY * scale, xx * scale);
        }

        public Symmetric Scale(float factor) => new(XX * factor, XY * factor, YY * factor);
    }
}
