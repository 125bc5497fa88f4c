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

    private const int Pixels = SidePx * SidePx;

    /// <summary>
    /// Added to the gradients' squares, a grey level per pixel squared: patches without texture, or with a straight edge only, stay where the
    /// coarser level put them instead of following noise.
    /// </summary>
    private const float Damping = Pixels * 0.25f;

    /// <summary>A step shorter than this ends the search, pixels squared: 0.02 px is below what noise allows.</summary>
    private const float ShortStepSquared = 0.02f * 0.02f;

    /// <summary>A patch that has left its start by more than its size has lost its picture, pixels squared.</summary>
    private const float LostSquared = SidePx * SidePx;

    /// <summary>Variance of what even a good match leaves, grey levels squared: rounding of both pictures and of the place between pixels.</summary>
    private const float RestMin = 2;

    /// <summary>Stands for a patch that was lost: as if nothing was explained.</summary>
    private const float RestLost = 1e6f;

    /// <summary>Moves every patch of a row on from where the grid has it, and notes how sure that is.</summary>
    [SkipLocalsInit]
    public static void SolveRow(FlowPlane from, FlowPlane to, PatchGrid grid, int row, int stepsMax)
    {
        Span<Vector256<float>> buffer = stackalloc Vector256<float>[3 * SidePx];
        ref var patch = ref MemoryMarshal.GetReference(buffer);
        var top = grid.TopPx(row);
        for (var column = 0; column < grid.Columns; column++)
        {
            var left = grid.LeftPx(column);
            var entry = grid.Entry(row, column);
            var tensor = Prepare(ref Unsafe.Add(ref from.Origin, top * from.Stride + left), from.Stride, ref patch);
            var found = Solve(to, left, top, grid.X[entry], grid.Y[entry], ref patch, tensor.Invert(Damping), stepsMax);
            (grid.X[entry], grid.Y[entry]) = (found.X, found.Y);
            var precision = tensor.Scale(1 / (found.Rest + RestMin));
            (grid.PrecisionXX[entry], grid.PrecisionXY[entry], grid.PrecisionYY[entry]) = (precision.XX, precision.XY, precision.YY);
            grid.PullX[entry] = precision.XX * found.X + precision.XY * found.Y;
            grid.PullY[entry] = precision.XY * found.X + precision.YY * found.Y;
        }
    }

    /// <summary>Sum of the lanes, always in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumOf(Vector256<float> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>Puts the pixels (rows 0 to 7), and their gradients without the mean (8 to 15, 16 to 23), into the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Symmetric Prepare(ref float corner, int stride, ref Vector256<float> patch)
    {
        var (sumX, sumY) = (Vector256<float>.Zero, Vector256<float>.Zero);
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
            (above, here) = (here, below);
        }

        var meanX = Vector256.Create(SumOf(sumX) / Pixels);
        var meanY = Vector256.Create(SumOf(sumY) / Pixels);
        var (xx, xy, yy) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var y = 0; y < SidePx; y++)
        {
            var gradientX = Unsafe.Add(ref patch, SidePx + y) - meanX;
            var gradientY = Unsafe.Add(ref patch, 2 * SidePx + y) - meanY;
            Unsafe.Add(ref patch, SidePx + y) = gradientX;
            Unsafe.Add(ref patch, 2 * SidePx + y) = gradientY;
            xx = Vector256.FusedMultiplyAdd(gradientX, gradientX, xx);
            xy = Vector256.FusedMultiplyAdd(gradientX, gradientY, xy);
            yy = Vector256.FusedMultiplyAdd(gradientY, gradientY, yy);
        }

        return new Symmetric(SumOf(xx), SumOf(xy), SumOf(yy));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Found Solve(
        FlowPlane to, int left, int top, float startX, float startY, ref Vector256<float> patch, Symmetric inverse, int stepsMax)
    {
        var (x, y) = (startX, startY);
        var rest = 0f;
        for (var step = 0; step < stepsMax; step++)
        {
            var pull = Pull(to, left + x, top + y, ref patch);
            var stepX = inverse.XX * pull.X + inverse.XY * pull.Y;
            var stepY = inverse.XY * pull.X + inverse.YY * pull.Y;
            (x, y, rest) = (x - stepX, y - stepY, pull.Rest);
            if (stepX * stepX + stepY * stepY < ShortStepSquared) break;
        }

        var (wayX, wayY) = (x - startX, y - startY);
        // Written so that a number that is none counts as lost.
        return wayX * wayX + wayY * wayY <= LostSquared ? new Found(x, y, rest) : new Found(startX, startY, RestLost);
    }

    /// <summary>What is left over at a place: weighted with the gradients and added up, and its variance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Found Pull(FlowPlane to, float left, float top, ref Vector256<float> patch)
    {
        var sampler = new PatchSampler(to, left, top);
        var (sumX, sumY) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (sum, squares) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var y = 0; y < SidePx; y++)
        {
            var rest = sampler.NextRow() - Unsafe.Add(ref patch, y);
            sumX = Vector256.FusedMultiplyAdd(rest, Unsafe.Add(ref patch, SidePx + y), sumX);
            sumY = Vector256.FusedMultiplyAdd(rest, Unsafe.Add(ref patch, 2 * SidePx + y), sumY);
            sum += rest;
            squares = Vector256.FusedMultiplyAdd(rest, rest, squares);
        }

        var mean = SumOf(sum) / Pixels;
        return new Found(SumOf(sumX), SumOf(sumY), SumOf(squares) / Pixels - mean * mean);
    }

    /// <summary>A motion or a pull, and the variance of what it leaves unexplained.</summary>
    private readonly record struct Found(float X, float Y, float Rest);

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
