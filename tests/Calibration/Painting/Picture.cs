using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>A picture in memory: red, green and blue in X, Y and Z, 0 for dark to 1 for full; W is free for an alpha.</summary>
internal sealed class Picture(int widthPx, int heightPx)
{
    public int WidthPx { get; } = widthPx;

    public int HeightPx { get; } = heightPx;

    /// <summary>Row by row from the top.</summary>
    public Vector4[] Pixels { get; } = new Vector4[widthPx * heightPx];

    public void CopyFrom(Picture other) => other.Pixels.CopyTo(Pixels, 0);

    /// <summary>The colour at a place between pixels, bilinear; pixel centres are at whole numbers, edges repeat.</summary>
    public Vector4 Sample(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (u, v) = ((float)(x - left), (float)(y - top));
        return Vector4.Lerp(
            Vector4.Lerp(At(left, top), At(left + 1, top), u),
            Vector4.Lerp(At(left, top + 1), At(left + 1, top + 1), u),
            v);
    }

    /// <summary>The colour between pixels by a Catmull-Rom spline, which keeps fine detail that <see cref="Sample"/> would blur.</summary>
    public Vector4 SampleSharp(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var columns = SplineWeights((float)(x - left));
        var rows = SplineWeights((float)(y - top));
        var sum = Vector4.Zero;
        for (var row = 0; row < 4; row++)
        {
            var line = At(left - 1, top + row - 1) * columns.X + At(left, top + row - 1) * columns.Y
                + At(left + 1, top + row - 1) * columns.Z + At(left + 2, top + row - 1) * columns.W;
            sum += line * rows[row];
        }

        return Vector4.Clamp(sum, Vector4.Zero, Vector4.One);
    }

    private static Vector4 SplineWeights(float t) => new(
        t * (-0.5f + t * (1 - 0.5f * t)),
        1 + t * t * (-2.5f + 1.5f * t),
        t * (0.5f + t * (2 - 1.5f * t)),
        t * t * (-0.5f + 0.5f * t));

    private Vector4 At(int x, int y) => Pixels[Math.Clamp(y, 0, HeightPx - 1) * WidthPx + Math.Clamp(x, 0, WidthPx - 1)];
}
