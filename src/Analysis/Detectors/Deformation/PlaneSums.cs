using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Two planes summed up so that their means over any window, at sub-pixel places too, cost a few reads. Where a window came from is rarely a
/// whole pixel, and rounding would let what it holds drift from cell to cell. Both planes are asked for the same windows, so their sums lie
/// side by side.
/// </summary>
internal sealed class PlaneSums(int widthPx, int heightPx)
{
    private const int Planes = 2;

    /// <summary>
    /// Sums over all pixels above and left, in turn of the first and the second plane, a row and a column more than the picture has, and one
    /// place that is read and never counts. They may wrap around: a window's sum, which is a difference, stays right as long as it is below
    /// 2^32, and a window of 16,000 pixels of squared gradients is.
    /// </summary>
    private readonly uint[] _sums = new uint[Planes * ((widthPx + 1) * (heightPx + 1) + 1)];

    /// <summary>Sets a row of both planes. Rows come from the top.</summary>
    public void SetRow<TFirst, TSecond>(int y, ReadOnlySpan<TFirst> first, ReadOnlySpan<TSecond> second)
        where TFirst : INumberBase<TFirst>
        where TSecond : INumberBase<TSecond>
    {
        var sums = MemoryMarshal.Cast<uint, (uint First, uint Second)>(_sums.AsSpan());
        var above = sums.Slice(y * (widthPx + 1), widthPx + 1);
        var here = sums.Slice((y + 1) * (widthPx + 1), widthPx + 1);
        var (rowFirst, rowSecond) = (0u, 0u);
        for (var x = 0; x < first.Length; x++)
        {
            rowFirst += uint.CreateTruncating(first[x]);
            rowSecond += uint.CreateTruncating(second[x]);
            here[x + 1] = (above[x + 1].First + rowFirst, above[x + 1].Second + rowSecond);
        }
    }

    /// <summary>The means of a window, moved into the picture where it reaches beyond.</summary>
    /// <param name="left">Left edge, pixels, may lie between pixels.</param>
    /// <param name="top">Top edge.</param>
    /// <param name="width">Whole pixels, at least 1, at most what the picture has.</param>
    /// <param name="height">Whole pixels, at least 1, at most what the picture has.</param>
    public (float First, float Second) Means(float left, float top, int width, int height)
    {
        left = Math.Clamp(left, 0, widthPx - width);
        top = Math.Clamp(top, 0, heightPx - height);
        var (x, y) = (Math.Min((int)left, Math.Max(0, widthPx - width - 1)), Math.Min((int)top, Math.Max(0, heightPx - height - 1)));
        var (shareX, shareY) = (left - x, top - y);
        var sharesX = Vector128.Create(1 - shareX, 1 - shareX, shareX, shareX);
        var sums = AddHalves(Sums(x, y, width, height) * sharesX);
        // Cells themselves, and what stood still, lie on whole rows.
        if (shareY != 0) sums = sums * (1 - shareY) + AddHalves(Sums(x, Math.Min(y + 1, heightPx - height), width, height) * sharesX) * shareY;
        var means = sums / Vector128.Create((float)(width * height));
        return (means[0], means[1]);
    }

    private static Vector128<float> AddHalves(Vector128<float> values) => values + Vector128.Shuffle(values, Vector128.Create(2, 3, 0, 1));

    /// <summary>Sums of both planes in the window, and in the one a pixel further right.</summary>
    private Vector128<float> Sums(int x, int y, int width, int height)
    {
        var (top, bottom) = (y * (widthPx + 1) + x, (y + height) * (widthPx + 1) + x);
        return Vector128.ConvertToSingle(At(bottom + width) - At(bottom) - At(top + width) + At(top));
    }

    private Vector128<uint> At(int place) => Vector128.Create<uint>(_sums.AsSpan(Planes * place));
}
