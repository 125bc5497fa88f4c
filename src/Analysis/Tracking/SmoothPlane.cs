using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>An 8-bit plane kept for tracking, smoothed so that grain does not tear things into pieces.</summary>
internal sealed class SmoothPlane(int widthPx, int heightPx)
{
    private readonly byte[] _pixels = new byte[widthPx * heightPx];
    private readonly ushort[] _columns = new ushort[widthPx + 2];

    public int WidthPx => widthPx;

    public int HeightPx => heightPx;

    /// <summary>Rows without gaps.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Copies a plane with weights 1 2 1 both ways: grain loses more than half, a thing of four pixels keeps its edges.</summary>
    public void Fill(PlaneView source)
    {
        // The border repeats, so a column more lies at each side.
        var columns = _columns.AsSpan(1, widthPx);
        for (var y = 0; y < heightPx; y++)
        {
            var row = source.Row(y);
            SumColumns(source.Row(Math.Max(0, y - 1)), row, source.Row(Math.Min(heightPx - 1, y + 1)), columns);
            (_columns[0], _columns[widthPx + 1]) = (_columns[1], _columns[widthPx]);
            SumRow(_columns, _pixels.AsSpan(y * widthPx, widthPx));
        }
    }

    /// <summary>Weights 1 2 1 from above to below.</summary>
    private static void SumColumns(ReadOnlySpan<byte> above, ReadOnlySpan<byte> here, ReadOnlySpan<byte> below, Span<ushort> sums)
    {
        var x = 0;
        for (; x <= sums.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(above[x..]), out var aboveLow, out var aboveHigh);
            Vector.Widen(new Vector<byte>(here[x..]), out var hereLow, out var hereHigh);
            Vector.Widen(new Vector<byte>(below[x..]), out var belowLow, out var belowHigh);
            (aboveLow + (hereLow << 1) + belowLow).CopyTo(sums[x..]);
            (aboveHigh + (hereHigh << 1) + belowHigh).CopyTo(sums[(x + Vector<ushort>.Count)..]);
        }

        for (; x < sums.Length; x++) sums[x] = (ushort)(above[x] + 2 * here[x] + below[x]);
    }

    /// <summary>Weights 1 2 1 along the row and the mean of all sixteen, rounded half up.</summary>
    /// <param name="sums">A column more at each side than there are pixels.</param>
    /// <param name="pixels">Takes the means.</param>
    private static void SumRow(ReadOnlySpan<ushort> sums, Span<byte> pixels)
    {
        var x = 0;
        for (; x <= pixels.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Narrow(Means(sums[x..]), Means(sums[(x + Vector<ushort>.Count)..])).CopyTo(pixels[x..]);
        }

        for (; x < pixels.Length; x++) pixels[x] = (byte)((sums[x] + 2 * sums[x + 1] + sums[x + 2] + 8) >> 4);
    }

    private static Vector<ushort> Means(ReadOnlySpan<ushort> sums) =>
        (new Vector<ushort>(sums) + (new Vector<ushort>(sums[1..]) << 1) + new Vector<ushort>(sums[2..]) + new Vector<ushort>(8)) >>> 4;

    /// <summary>The level between four pixels; the place is pulled into the picture.</summary>
    public double Sample(double x, double y)
    {
        x = Math.Clamp(x, 0, widthPx - 1.001);
        y = Math.Clamp(y, 0, heightPx - 1.001);
        var (left, top) = ((int)x, (int)y);
        var (shareX, shareY) = (x - left, y - top);
        var i = top * widthPx + left;
        var right = left + 1 < widthPx ? 1 : 0;
        var below = top + 1 < heightPx ? widthPx : 0;
        var above = _pixels[i] + shareX * (_pixels[i + right] - _pixels[i]);
        var under = _pixels[i + below] + shareX * (_pixels[i + below + right] - _pixels[i + below]);
        return above + shareY * (under - above);
    }
}
