using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>
/// The step of the flow search, a thread for each patch of each picture. Formulas, constants and the order of additions are those of
/// <see cref="PatchSearch"/>.
/// </summary>
internal static class PatchStepKernel
{
    /// <summary>Moves each patch by one step, and notes how sure that is.</summary>
    public static void Run(
        Index1D index, ArrayView<float> from, ArrayView<float> to, FlowLevelShape level, PatchGridShape shape,
        MotionView motion, MotionView next, PatchPrecisionView precision)
    {
        var entry = PatchEntry.Of(shape, index);
        var (left, top) = (shape.LeftPx(entry.Column), shape.TopPx(entry.Row));
        var start = entry.Picture * level.PictureStride;
        var corner = start + level.At(left, top);
        var patch = Prepare(from, corner, level.Stride);
        var begin = Begin(from, to, level, start, corner, left, top, shape, entry, motion, patch);
        var found = Step(from, to, level, start, corner, left, top, begin, patch);
        next.X[index] = found.X;
        next.Y[index] = found.Y;
        var scale = 1 / (found.Rest + PatchSearch.RestMin);
        var (xx, xy, yy) = (patch.XX * scale, patch.XY * scale, patch.YY * scale);
        precision.XX[index] = xx;
        precision.XY[index] = xy;
        precision.YY[index] = yy;
        precision.PullX[index] = ExactMath.Product(xx, found.X) + ExactMath.Product(xy, found.Y);
        precision.PullY[index] = ExactMath.Product(xy, found.X) + ExactMath.Product(yy, found.Y);
    }

    private static Gradients Prepare(ArrayView<float> from, int corner, int stride)
    {
        var (sumX, sumY, xx, xy, yy) = (default(Eight), default(Eight), default(Eight), default(Eight), default(Eight));
        var above = Eight.Load(from, corner - stride);
        var here = Eight.Load(from, corner);
        for (var y = 0; y < PatchSearch.SidePx; y++)
        {
            var line = corner + y * stride;
            var below = Eight.Load(from, line + stride);
            var gradientX = Eight.LoadSlope(from, line);
            var gradientY = Eight.HalfDifference(below, above);
            (sumX, sumY) = (Eight.Add(sumX, gradientX), Eight.Add(sumY, gradientY));
            xx = Eight.MultiplyAdd(gradientX, gradientX, xx);
            xy = Eight.MultiplyAdd(gradientX, gradientY, xy);
            yy = Eight.MultiplyAdd(gradientY, gradientY, yy);
            (above, here) = (here, below);
        }

        var (totalX, totalY) = (Eight.Sum(sumX), Eight.Sum(sumY));
        Gradients gradients;
        gradients.MeanX = totalX / PatchSearch.Pixels;
        gradients.MeanY = totalY / PatchSearch.Pixels;
        gradients.XX = Math.Max(0, Eight.Sum(xx) - ExactMath.Product(totalX, gradients.MeanX));
        gradients.XY = Eight.Sum(xy) - ExactMath.Product(totalX, gradients.MeanY);
        gradients.YY = Math.Max(0, Eight.Sum(yy) - ExactMath.Product(totalY, gradients.MeanY));
        return gradients;
    }

    /// <summary>Where a patch starts: at the edge of a moving thing, the neighbours on both sides are asked.</summary>
    private static Move Begin(
        ArrayView<float> from, ArrayView<float> to, FlowLevelShape level, int start, int corner, int left, int top,
        PatchGridShape shape, PatchEntry entry, MotionView motion, Gradients patch)
    {
        var (x, y) = (motion.X[entry.Index], motion.Y[entry.Index]);
        int first = entry.Left, second = entry.Right(shape), third = entry.Above(shape), fourth = entry.Below(shape);
        var off = Math.Max(
            Math.Max(Difference(motion, x, y, first), Difference(motion, x, y, second)),
            Math.Max(Difference(motion, x, y, third), Difference(motion, x, y, fourth)));
        var best = new Move { X = x, Y = y };
        if (off < PatchSearch.EdgeSquared) return best;

        var least = Pull(from, to, level, start, corner, left + x, top + y, patch).Rest;
        for (var candidate = 0; candidate < 4; candidate++)
        {
            var neighbour = candidate < 2 ? (candidate == 0 ? first : second) : (candidate == 2 ? third : fourth);
            var (moveX, moveY) = (motion.X[neighbour], motion.Y[neighbour]);
            var rest = Pull(from, to, level, start, corner, left + moveX, top + moveY, patch).Rest;
            if (rest >= least) continue;
            least = rest;
            best = new Move { X = moveX, Y = moveY };
        }

        return best;
    }

    private static float Difference(MotionView motion, float x, float y, int neighbour)
    {
        var (offX, offY) = (x - motion.X[neighbour], y - motion.Y[neighbour]);
        return ExactMath.Product(offX, offX) + ExactMath.Product(offY, offY);
    }

    private static Found Step(
        ArrayView<float> from, ArrayView<float> to, FlowLevelShape level, int start, int corner, int left, int top, Move begin, Gradients patch)
    {
        // Damped, so the determinant is never 0.
        var (xx, yy) = (patch.XX + PatchSearch.Damping, patch.YY + PatchSearch.Damping);
        var scale = 1 / (ExactMath.Product(xx, yy) - ExactMath.Product(patch.XY, patch.XY));
        var (inverseXX, inverseXY, inverseYY) = (yy * scale, -patch.XY * scale, xx * scale);
        var pull = Pull(from, to, level, start, corner, left + begin.X, top + begin.Y, patch);
        var stepX = ExactMath.Product(inverseXX, pull.X) + ExactMath.Product(inverseXY, pull.Y);
        var stepY = ExactMath.Product(inverseXY, pull.X) + ExactMath.Product(inverseYY, pull.Y);
        var isFound = ExactMath.Product(stepX, stepX) + ExactMath.Product(stepY, stepY) <= PatchSearch.LostSquared;
        return isFound
            ? new Found { X = begin.X - stepX, Y = begin.Y - stepY, Rest = pull.Rest }
            : new Found { X = begin.X, Y = begin.Y, Rest = PatchSearch.RestLost };
    }

    /// <summary>What is left over at a place: weighted with the gradients and added up, and its variance.</summary>
    private static Found Pull(
        ArrayView<float> from, ArrayView<float> to, FlowLevelShape level, int start, int corner, float left, float top, Gradients patch)
    {
        var place = PatchCorner.Of(level, start, left, top);
        var above = Eight.LoadBetween(to, place.At, place.ShareX);
        var (sumX, sumY, sum, squares) = (default(Eight), default(Eight), default(Eight), default(Eight));
        var aboveFrom = Eight.Load(from, corner - level.Stride);
        var hereFrom = Eight.Load(from, corner);
        for (var y = 0; y < PatchSearch.SidePx; y++)
        {
            var line = corner + y * level.Stride;
            var belowFrom = Eight.Load(from, line + level.Stride);
            var below = Eight.LoadBetween(to, place.At + (y + 1) * level.Stride, place.ShareX);
            var rest = Eight.Subtract(Eight.Between(above, below, place.ShareY), hereFrom);
            above = below;
            sumX = Eight.MultiplyAdd(rest, Eight.LoadSlope(from, line), sumX);
            sumY = Eight.MultiplyAdd(rest, Eight.HalfDifference(belowFrom, aboveFrom), sumY);
            sum = Eight.Add(sum, rest);
            squares = Eight.MultiplyAdd(rest, rest, squares);
            (aboveFrom, hereFrom) = (hereFrom, belowFrom);
        }

        // The mean is taken out at the end: what a change of light leaves over pulls nowhere.
        var total = Eight.Sum(sum);
        var mean = total / PatchSearch.Pixels;
        return new Found
        {
            X = Eight.Sum(sumX) - ExactMath.Product(total, patch.MeanX),
            Y = Eight.Sum(sumY) - ExactMath.Product(total, patch.MeanY),
            Rest = Eight.Sum(squares) / PatchSearch.Pixels - ExactMath.Product(mean, mean),
        };
    }

    private struct Move
    {
        public float X;
        public float Y;
    }

    /// <summary>A motion or a pull, and the variance of what it leaves unexplained.</summary>
    private struct Found
    {
        public float X;
        public float Y;
        public float Rest;
    }

    /// <summary>The matrix of a patch's gradients without their mean, and the mean.</summary>
    private struct Gradients
    {
        public float XX;
        public float XY;
        public float YY;
        public float MeanX;
        public float MeanY;
    }
}
