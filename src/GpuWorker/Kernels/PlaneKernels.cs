using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>Planes made of planes, a thread for each pixel of the target. Exact.</summary>
internal static class PlaneKernels
{
    /// <summary>Absolute differences.</summary>
    public static void Difference(Index1D index, ArrayView<byte> one, ArrayView<byte> other, ArrayView<byte> target, PlaneShape shape)
    {
        var (x, y) = Place(index, shape);
        var at = shape.At(x, y);
        target[at] = (byte)Math.Abs(one[at] - other[at]);
    }

    /// <summary>Means of 2 x 2, rounded half up; a side of one pixel is its own neighbour. Many planes at once.</summary>
    public static void Halve(Index1D index, ArrayView<byte> source, PlaneShape from, ArrayView<byte> target, PlaneShape to)
    {
        var pixels = to.WidthPx * to.HeightPx;
        var plane = index / pixels;
        var (x, y) = Place(index - plane * pixels, to);
        var (left, top) = (2 * x, 2 * y);
        var (right, bottom) = (Math.Min(left + 1, from.WidthPx - 1), Math.Min(top + 1, from.HeightPx - 1));
        var start = plane * from.PlaneBytes;
        var sum = source[start + from.At(left, top)] + source[start + from.At(right, top)]
            + source[start + from.At(left, bottom)] + source[start + from.At(right, bottom)];
        target[plane * to.PlaneBytes + to.At(x, y)] = (byte)((sum + 2) >> 2);
    }

    /// <summary>Weighted by 1 4 6 4 1 both ways, rounded half up, the border mirrored.</summary>
    public static void HalveGaussian(Index1D index, ArrayView<byte> source, PlaneShape from, ArrayView<byte> target, PlaneShape to)
    {
        var (x, y) = Place(index, to);
        var sum = 128 + Row(source, from, 2 * x, 2 * y - 2) + Row(source, from, 2 * x, 2 * y + 2)
            + 4 * (Row(source, from, 2 * x, 2 * y - 1) + Row(source, from, 2 * x, 2 * y + 1)) + 6 * Row(source, from, 2 * x, 2 * y);
        target[to.At(x, y)] = (byte)(sum >> 8);
    }

    /// <summary>255 where both flows agree; see <see cref="FlowAgreement"/>.</summary>
    public static void MarkVisible(Index1D index, MotionView flow, MotionView back, ArrayView<byte> target, PlaneShape shape)
    {
        var (x, y) = Place(index, shape);
        var (moveX, moveY) = (flow.X[index], flow.Y[index]);
        // Compared as floats: a motion too long for an integer leads out as well.
        var (endX, endY) = (MathF.Floor(x + moveX + 0.5f), MathF.Floor(y + moveY + 0.5f));
        var isVisible = false;
        if (endX >= 0 && endX < shape.WidthPx && endY >= 0 && endY < shape.HeightPx)
        {
            var there = (int)endY * shape.WidthPx + (int)endX;
            var (backX, backY) = (back.X[there], back.Y[there]);
            var (restX, restY) = (moveX + backX, moveY + backY);
            var way = Squared(moveX, moveY) + Squared(backX, backY);
            isVisible = Squared(restX, restY) <= ExactMath.Product(way, FlowAgreement.RelativeSquared) + FlowAgreement.AbsoluteSquared;
        }

        target[shape.At(x, y)] = isVisible ? byte.MaxValue : (byte)0;
    }

    /// <summary>The source where the flow leads, bilinear, rounded half up; see <see cref="FlowWarp"/>.</summary>
    public static void Warp(Index1D index, ArrayView<byte> source, MotionView flow, ArrayView<byte> target, PlaneShape shape)
    {
        var (x, y) = Place(index, shape);
        var column = Math.Min(Math.Max(x + flow.X[index], 0), shape.WidthPx - 1);
        var row = Math.Min(Math.Max(y + flow.Y[index], 0), shape.HeightPx - 1);
        // The last row and column are the lower and right neighbours of the ones before.
        var left = Math.Min((int)column, Math.Max(0, shape.WidthPx - 2));
        var top = Math.Min((int)row, Math.Max(0, shape.HeightPx - 2));
        var (right, bottom) = (Math.Min(left + 1, shape.WidthPx - 1), Math.Min(top + 1, shape.HeightPx - 1));
        var (shareX, shareY) = (column - left, row - top);
        float first = (int)source[shape.At(left, top)], second = (int)source[shape.At(right, top)];
        float third = (int)source[shape.At(left, bottom)], fourth = (int)source[shape.At(right, bottom)];
        var above = first + ExactMath.Product(second - first, shareX);
        var below = third + ExactMath.Product(fourth - third, shareX);
        target[shape.At(x, y)] = (byte)(int)(above + ExactMath.Product(below - above, shareY) + 0.5f);
    }

    private static (int X, int Y) Place(int index, PlaneShape shape)
    {
        var y = index / shape.WidthPx;
        return (index - y * shape.WidthPx, y);
    }

    private static float Squared(float x, float y) => ExactMath.Product(x, x) + ExactMath.Product(y, y);

    /// <summary>Smoothed along a row.</summary>
    private static int Row(ArrayView<byte> source, PlaneShape shape, int x, int y)
    {
        var row = Mirror(y, shape.HeightPx) * shape.StrideBytes;
        var outer = source[row + Mirror(x - 2, shape.WidthPx)] + source[row + Mirror(x + 2, shape.WidthPx)];
        var inner = source[row + Mirror(x - 1, shape.WidthPx)] + source[row + Mirror(x + 1, shape.WidthPx)];
        return outer + 4 * inner + 6 * source[row + Mirror(x, shape.WidthPx)];
    }

    /// <summary>Brings a place beyond the border back: -1 is 1, and the size is the size - 2.</summary>
    private static int Mirror(int at, int size)
    {
        if (size == 1) return 0;
        while (at < 0 || at >= size) at = at < 0 ? -at : 2 * (size - 1) - at;
        return at;
    }
}
