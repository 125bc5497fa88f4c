using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>Makes neighbouring patches agree, a thread for each patch. Formulas and their order are those of <see cref="PatchSmoothing"/>.</summary>
internal static class PatchSweepKernel
{
    /// <summary>Smooths the motion once.</summary>
    public static void Run(Index1D index, PatchGridShape shape, MotionView motion, MotionView next, PatchPrecisionView precision)
    {
        var entry = PatchEntry.Of(shape, index);
        var sums = new Sums { HereX = motion.X[index], HereY = motion.Y[index] };
        sums = sums.Add(motion, entry.Left);
        sums = sums.Add(motion, entry.Right(shape));
        sums = sums.Add(motion, entry.Above(shape));
        sums = sums.Add(motion, entry.Below(shape));

        var (xx, xy, yy) = (precision.XX[index] + sums.Weight, precision.XY[index], precision.YY[index] + sums.Weight);
        var (right, down) = (precision.PullX[index] + sums.X, precision.PullY[index] + sums.Y);
        var scale = 1 / (ExactMath.Product(xx, yy) - ExactMath.Product(xy, xy));
        next.X[index] = (ExactMath.Product(yy, right) - ExactMath.Product(xy, down)) * scale;
        next.Y[index] = (ExactMath.Product(xx, down) - ExactMath.Product(xy, right)) * scale;
    }

    /// <summary>Starts each patch where the coarser level's flow has its middle.</summary>
    public static void Start(
        Index1D index, PatchGridShape shape, int coarserWidthPx, int coarserHeightPx, MotionView coarser, MotionView motion)
    {
        var entry = PatchEntry.Of(shape, index);
        var x = Math.Min((shape.LeftPx(entry.Column) + PatchSearch.SidePx / 2) / 2, coarserWidthPx - 1);
        var y = Math.Min((shape.TopPx(entry.Row) + PatchSearch.SidePx / 2) / 2, coarserHeightPx - 1);
        var from = (entry.Picture * coarserHeightPx + y) * coarserWidthPx + x;
        motion.X[index] = 2 * coarser.X[from];
        motion.Y[index] = 2 * coarser.Y[from];
    }

    private struct Sums
    {
        public float HereX;
        public float HereY;
        public float Weight;
        public float X;
        public float Y;

        public readonly Sums Add(MotionView motion, int neighbour)
        {
            var (x, y) = (motion.X[neighbour], motion.Y[neighbour]);
            var (offX, offY) = (x - HereX, y - HereY);
            var off = ExactMath.MultiplyAdd(offX, offX, ExactMath.Product(offY, offY));
            var weight = PatchSmoothing.Pull / ExactMath.MultiplyAdd(off, PatchSmoothing.EdgeSquared, 1);
            return new Sums
            {
                HereX = HereX,
                HereY = HereY,
                Weight = Weight + weight,
                X = ExactMath.MultiplyAdd(weight, x, X),
                Y = ExactMath.MultiplyAdd(weight, y, Y),
            };
        }
    }
}
