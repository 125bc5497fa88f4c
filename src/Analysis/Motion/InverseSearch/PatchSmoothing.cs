using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Makes neighbouring patches agree where the picture allows it: least squares of what each patch has found, weighted by its precision,
/// and of the differences between neighbours, solved by Jacobi sweeps. Patches without texture take their neighbours' motion, straight
/// edges keep what they know across and take the rest, and a difference well beyond half a pixel pulls hardly any more: that is another thing.
/// </summary>
internal static class PatchSmoothing
{
    /// <summary>How strongly a neighbour pulls, one per pixel squared: motions a patch apart differ by a twentieth of a pixel.</summary>
    internal const float Pull = 500;

    /// <summary>One over the difference at which the pull has fallen to a half, pixels squared.</summary>
    internal const float EdgeSquared = 1 / (0.5f * 0.5f);

    /// <summary>Smooths a row of patches once, from the grid's motion into its smoothed one.</summary>
    public static void SweepRow(PatchGrid grid, int row)
    {
        var first = grid.Entry(row, 0);
        ref var x = ref MemoryMarshal.GetArrayDataReference(grid.X);
        ref var y = ref MemoryMarshal.GetArrayDataReference(grid.Y);
        for (var column = 0; column < grid.Columns; column += Vector256<float>.Count)
        {
            // The last vector may reach behind the row: those entries mean nothing, and the frame is made anew.
            var entry = first + column;
            var (hereX, hereY) = (Load(ref x, entry), Load(ref y, entry));
            var sums = new Sums(hereX, hereY);
            sums.Add(Load(ref x, entry - 1), Load(ref y, entry - 1));
            sums.Add(Load(ref x, entry + 1), Load(ref y, entry + 1));
            sums.Add(Load(ref x, entry - grid.Stride), Load(ref y, entry - grid.Stride));
            sums.Add(Load(ref x, entry + grid.Stride), Load(ref y, entry + grid.Stride));
            var (smoothX, smoothY) = sums.Solve(grid, entry);
            smoothX.StoreUnsafe(ref grid.SmoothX[entry]);
            smoothY.StoreUnsafe(ref grid.SmoothY[entry]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float values, int entry) => Vector256.LoadUnsafe(ref values, (nuint)entry);

    private ref struct Sums(Vector256<float> hereX, Vector256<float> hereY)
    {
        private Vector256<float> _weight;
        private Vector256<float> _x;
        private Vector256<float> _y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<float> x, Vector256<float> y)
        {
            var (offX, offY) = (x - hereX, y - hereY);
            var off = Vector256.FusedMultiplyAdd(offX, offX, offY * offY);
            var weight = Vector256.Create(Pull) / Vector256.FusedMultiplyAdd(off, Vector256.Create(EdgeSquared), Vector256<float>.One);
            _weight += weight;
            _x = Vector256.FusedMultiplyAdd(weight, x, _x);
            _y = Vector256.FusedMultiplyAdd(weight, y, _y);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly (Vector256<float> X, Vector256<float> Y) Solve(PatchGrid grid, int entry)
        {
            var xx = Vector256.LoadUnsafe(ref grid.PrecisionXX[entry]) + _weight;
            var xy = Vector256.LoadUnsafe(ref grid.PrecisionXY[entry]);
            var yy = Vector256.LoadUnsafe(ref grid.PrecisionYY[entry]) + _weight;
            var right = Vector256.LoadUnsafe(ref grid.PullX[entry]) + _x;
            var down = Vector256.LoadUnsafe(ref grid.PullY[entry]) + _y;
            var scale = Vector256<float>.One / (xx * yy - xy * xy);
            return ((yy * right - xy * down) * scale, (xx * down - xy * right) * scale);
        }
    }
}
