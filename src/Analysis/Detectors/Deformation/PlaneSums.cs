using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// A plane summed up so that the mean of any window, at sub-pixel places too, costs a few reads. Where a window came from is rarely a whole
/// pixel, and rounding would let what it holds drift from cell to cell.
/// </summary>
internal sealed class PlaneSums(int widthPx, int heightPx)
{
    /// <summary>
    /// Sum over all pixels above and left, a row and a column more than the picture has. It may wrap around: a window's sum, which is a
    /// difference, stays right as long as it is below 2^32, and a window of 16,000 pixels of squared gradients is.
    /// </summary>
    private readonly uint[] _sums = new uint[(widthPx + 1) * (heightPx + 1)];

    /// <summary>Sets a row. Rows come from the top.</summary>
    public void SetRow<T>(int y, ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        var above = _sums.AsSpan(y * (widthPx + 1), widthPx + 1);
        var here = _sums.AsSpan((y + 1) * (widthPx + 1), widthPx + 1);
        var row = 0u;
        for (var x = 0; x < values.Length; x++)
        {
            row += uint.CreateTruncating(values[x]);
            here[x + 1] = above[x + 1] + row;
        }
    }

    /// <summary>The mean of a window, moved into the picture where it reaches beyond.</summary>
    /// <param name="left">Left edge, pixels, may lie between pixels.</param>
    /// <param name="top">Top edge.</param>
    /// <param name="width">Whole pixels, at least 1, at most what the picture has.</param>
    /// <param name="height">Whole pixels, at least 1, at most what the picture has.</param>
    public float Mean(float left, float top, int width, int height)
    {
        left = Math.Clamp(left, 0, widthPx - width);
        top = Math.Clamp(top, 0, heightPx - height);
        var (x, y) = (Math.Min((int)left, Math.Max(0, widthPx - width - 1)), Math.Min((int)top, Math.Max(0, heightPx - height - 1)));
        var (shareX, shareY) = (left - x, top - y);
        if (shareX == 0 && shareY == 0) return Sum(x, y, width, height) / (width * height);
        var (right, below) = (Math.Min(x + 1, widthPx - width), Math.Min(y + 1, heightPx - height));
        var above = Sum(x, y, width, height) * (1 - shareX) + Sum(right, y, width, height) * shareX;
        var under = Sum(x, below, width, height) * (1 - shareX) + Sum(right, below, width, height) * shareX;
        return (above * (1 - shareY) + under * shareY) / (width * height);
    }

    private float Sum(int x, int y, int width, int height)
    {
        var (top, bottom) = (y * (widthPx + 1) + x, (y + height) * (widthPx + 1) + x);
        return _sums[bottom + width] - _sums[bottom] - _sums[top + width] + _sums[top];
    }
}
