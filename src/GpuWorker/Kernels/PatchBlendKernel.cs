using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>
/// Makes a dense flow of patches, a thread for each pixel: it asks the patches over it in the order in which <see cref="PatchBlend"/> adds
/// them up, so the sums are the same.
/// </summary>
internal static class PatchBlendKernel
{
    /// <summary>Fills the flow of a level, rows without gaps, one picture behind the other.</summary>
    public static void Run(
        Index1D index, ArrayView<float> from, ArrayView<float> to, FlowLevelShape level, PatchGridShape shape,
        MotionView motion, MotionView flow)
    {
        var pixels = level.WidthPx * level.HeightPx;
        var picture = index / pixels;
        var y = (index - picture * pixels) / level.WidthPx;
        var x = index - picture * pixels - y * level.WidthPx;
        var start = picture * level.PictureStride;
        var here = from[start + level.At(x, y)];
        var sums = default(Sums);
        var (firstRow, lastRow) = (First(y, shape.StridePx, shape.Rows), Last(y, shape.StridePx, shape.LastY, shape.Rows));
        var (firstColumn, lastColumn) = (First(x, shape.StridePx, shape.Columns), Last(x, shape.StridePx, shape.LastX, shape.Columns));
        var turns = (PatchSearch.SidePx + shape.StridePx - 1) / shape.StridePx;
        for (var row = firstRow; row <= lastRow; row++)
        {
            var top = shape.TopPx(row);
            if (y - top >= PatchSearch.SidePx) continue;
            for (var turn = 0; turn < turns; turn++)
            {
                for (var column = firstColumn; column <= lastColumn; column++)
                {
                    var left = shape.LeftPx(column);
                    if (column % turns != turn || x - left >= PatchSearch.SidePx) continue;
                    var entry = picture * shape.Columns * shape.Rows + row * shape.Columns + column;
                    var (moveX, moveY) = (motion.X[entry], motion.Y[entry]);
                    var place = PatchCorner.Of(level, start, left + moveX, top + moveY);
                    var there = Read(to, place, level.Stride, x - left, y - top);
                    sums = sums.Add(moveX, moveY, 1 / Math.Max(Math.Abs(there - here), 1));
                }
            }
        }

        var scale = 1 / sums.Weight;
        flow.X[index] = sums.X * scale;
        flow.Y[index] = sums.Y * scale;
    }

    /// <summary>The first patch that can reach a pixel; the one at the far border lies closer than a stride and is asked anyway.</summary>
    private static int First(int at, int stridePx, int patches)
    {
        var first = at < PatchSearch.SidePx ? 0 : (at - PatchSearch.SidePx + stridePx) / stridePx;
        return Math.Min(first, patches - 1);
    }

    private static int Last(int at, int stridePx, int lastPx, int patches) => at >= lastPx ? patches - 1 : Math.Min(at / stridePx, patches - 1);

    private static float Read(ArrayView<float> plane, PatchCorner place, int stride, int x, int y)
    {
        var at = place.At + y * stride + x;
        var above = ExactMath.MultiplyAdd(plane[at + 1] - plane[at], place.ShareX, plane[at]);
        var lower = at + stride;
        var below = ExactMath.MultiplyAdd(plane[lower + 1] - plane[lower], place.ShareX, plane[lower]);
        return ExactMath.MultiplyAdd(below - above, place.ShareY, above);
    }

    private struct Sums
    {
        public float X;
        public float Y;
        public float Weight;

        public readonly Sums Add(float moveX, float moveY, float weight) => new()
        {
            X = X + ExactMath.Product(weight, moveX),
            Y = Y + ExactMath.Product(weight, moveY),
            Weight = Weight + weight,
        };
    }
}
