using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Luma and colours of a frame at a size at which a search over a part of the picture is quick: three planes of one size. Made once and
/// filled again and again.
/// </summary>
internal sealed class SmallPicture(int widthPx, int heightPx)
{
    /// <summary>Side of the windows that are compared.</summary>
    public const int WindowPx = 8;

    private readonly byte[] _luma = new byte[widthPx * heightPx];
    private readonly byte[] _blue = new byte[widthPx * heightPx];
    private readonly byte[] _red = new byte[widthPx * heightPx];
    private readonly byte[] _row = new byte[widthPx];
    private readonly byte[] _above = new byte[widthPx];
    private int[] _columns = [];

    /// <summary>Width.</summary>
    public int WidthPx => widthPx;

    /// <summary>Height.</summary>
    public int HeightPx => heightPx;

    /// <summary>Luma of a pixel.</summary>
    public byte Luma(int x, int y) => _luma[y * widthPx + x];

    /// <summary>True where a window with this top left corner lies in the picture.</summary>
    public bool Holds(int x, int y) => x >= 0 && y >= 0 && x <= widthPx - WindowPx && y <= heightPx - WindowPx;

    /// <summary>Shrinks a frame, and smooths what coding adds.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="factor">Luma pixels of the frame on a side of a pixel here.</param>
    public void Fill(WorkingFrame frame, int factor)
    {
        var size = frame.Size;
        Shrink(frame.LumaPixels, size.WidthPx, size.HeightPx, factor, _luma);
        if (!frame.HasChroma) return;
        Shrink(frame.ChromaBluePixels, size.ChromaWidthPx, size.ChromaHeightPx, factor / 2.0, _blue);
        Shrink(frame.ChromaRedPixels, size.ChromaWidthPx, size.ChromaHeightPx, factor / 2.0, _red);
    }

    /// <summary>Lays another picture over this one, between its pixels; beyond its border the border goes on.</summary>
    /// <param name="from">The other picture, of any size.</param>
    /// <param name="map">From here to there.</param>
    public void Lay(SmallPicture from, PlaneMap map)
    {
        if (map == PlaneMap.Identity && from._luma.Length == _luma.Length && from.WidthPx == widthPx)
        {
            from._luma.CopyTo(_luma, 0);
            from._blue.CopyTo(_blue, 0);
            from._red.CopyTo(_red, 0);
            return;
        }

        var fromWidth = from.WidthPx;
        var (right, bottom) = (fromWidth - 1, from.HeightPx - 1);
        for (var y = 0; y < heightPx; y++)
        {
            var luma = _luma.AsSpan(y * widthPx, widthPx);
            var blue = _blue.AsSpan(y * widthPx, widthPx);
            var red = _red.AsSpan(y * widthPx, widthPx);
            for (var x = 0; x < widthPx; x++)
            {
                var (placeX, placeY) = map.Apply(x, y);
                var (insideX, insideY) = ((float)Math.Clamp(placeX, 0, right), (float)Math.Clamp(placeY, 0, bottom));
                var (left, top) = (Math.Min((int)insideX, right - 1), Math.Min((int)insideY, bottom - 1));
                var (shareX, shareY) = (insideX - left, insideY - top);
                var there = top * fromWidth + left;
                luma[x] = Between(from._luma.AsSpan(there, fromWidth + 2), shareX, shareY);
                blue[x] = Between(from._blue.AsSpan(there, fromWidth + 2), shareX, shareY);
                red[x] = Between(from._red.AsSpan(there, fromWidth + 2), shareX, shareY);
            }
        }
    }

    /// <summary>Changes the light.</summary>
    public void Relight(LightLaw law)
    {
        if (law == default) return;
        foreach (ref var level in _luma.AsSpan()) level = (byte)Math.Clamp(law.Apply(level) + 0.5f, 0, byte.MaxValue);
    }

    /// <summary>Sum of squared differences between a window here and one of another picture, all three planes.</summary>
    /// <param name="x">The window's left here.</param>
    /// <param name="y">The window's top here.</param>
    /// <param name="other">The other picture, of any size.</param>
    /// <param name="otherX">The window's left there.</param>
    /// <param name="otherY">The window's top there.</param>
    /// <param name="limit">Above it the sum need not be exact.</param>
    /// <returns>Levels squared; more than the limit where the sum is more.</returns>
    public int Difference(int x, int y, SmallPicture other, int otherX, int otherY, int limit = int.MaxValue)
    {
        var sum = 0;
        for (var row = 0; row < WindowPx && sum <= limit; row++)
        {
            var (low, high) = Squares(y * widthPx + x, other, otherY * other.WidthPx + otherX, row);
            sum += Vector128.Sum(low + high);
        }

        return sum;
    }

    /// <summary>The same where no pixel counts for more than a bound of its own.</summary>
    /// <param name="x">The window's left here.</param>
    /// <param name="y">The window's top here.</param>
    /// <param name="other">The other picture, of any size.</param>
    /// <param name="otherX">The window's left there.</param>
    /// <param name="otherY">The window's top there.</param>
    /// <param name="most">A bound for each pixel of the window, row by row, levels squared.</param>
    /// <param name="limit">Above it the sum need not be exact.</param>
    public int Difference(int x, int y, SmallPicture other, int otherX, int otherY, ReadOnlySpan<int> most, int limit)
    {
        var sum = 0;
        for (var row = 0; row < WindowPx && sum <= limit; row++)
        {
            var (low, high) = Squares(y * widthPx + x, other, otherY * other.WidthPx + otherX, row);
            var bounds = most.Slice(row * WindowPx, WindowPx);
            sum += Vector128.Sum(Vector128.Min(low, Vector128.Create(bounds)) + Vector128.Min(high, Vector128.Create(bounds[Vector128<int>.Count..])));
        }

        return sum;
    }

    /// <summary>Squared differences of the pixels of a window here and of the same window of another picture.</summary>
    /// <param name="x">The window's left.</param>
    /// <param name="y">The window's top.</param>
    /// <param name="other">The other picture, of the same size.</param>
    /// <param name="to">A sum over the planes for each pixel, row by row, levels squared.</param>
    public void Squares(int x, int y, SmallPicture other, Span<int> to)
    {
        for (var row = 0; row < WindowPx; row++)
        {
            var (low, high) = Squares(y * widthPx + x, other, y * other.WidthPx + x, row);
            low.CopyTo(to[(row * WindowPx)..]);
            high.CopyTo(to[(row * WindowPx + Vector128<int>.Count)..]);
        }
    }

    /// <summary>Sum of squared differences between a window and its mean, all three planes, levels squared.</summary>
    public int Contrast(int x, int y) => Contrast(_luma, x, y) + Contrast(_blue, x, y) + Contrast(_red, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector128<int> Low, Vector128<int> High) Squares(int at, SmallPicture other, int otherAt, int row)
    {
        var (here, there) = (at + row * widthPx, otherAt + row * other.WidthPx);
        var (lumaLow, lumaHigh) = Squares(_luma, here, other._luma, there);
        var (blueLow, blueHigh) = Squares(_blue, here, other._blue, there);
        var (redLow, redHigh) = Squares(_red, here, other._red, there);
        return (lumaLow + blueLow + redLow, lumaHigh + blueHigh + redHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> Low, Vector128<int> High) Squares(byte[] one, int oneAt, byte[] other, int otherAt)
    {
        var (a, b) = (Window(one, oneAt), Window(other, otherAt));
        // Squares of bytes fit 16 bits.
        var apart = Vector128.WidenLower(Vector128.Max(a, b) - Vector128.Min(a, b));
        var (low, high) = Vector128.Widen(apart * apart);
        return (low.AsInt32(), high.AsInt32());
    }

    private int Contrast(byte[] plane, int x, int y)
    {
        var (sums, squares) = (Vector128<ushort>.Zero, Vector128<uint>.Zero);
        for (var row = y; row < y + WindowPx; row++)
        {
            var levels = Vector128.WidenLower(Window(plane, row * widthPx + x));
            var (low, high) = Vector128.Widen(levels * levels);
            (sums, squares) = (sums + levels, squares + low + high);
        }

        int sum = Vector128.Sum(sums);
        return (int)Vector128.Sum(squares) - sum * sum / (WindowPx * WindowPx);
    }

    /// <summary>A row of a window, in the lower half.</summary>
    private static Vector128<byte> Window(byte[] plane, int at) => Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(plane.AsSpan(at, WindowPx))).AsByte();

    /// <summary>Between four neighbours, of which the upper left is first.</summary>
    /// <param name="plane">From that one to the lower right, which is last.</param>
    /// <param name="shareX">How far to the right.</param>
    /// <param name="shareY">How far down.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Between(ReadOnlySpan<byte> plane, float shareX, float shareY)
    {
        var above = plane[0] + (plane[1] - plane[0]) * shareX;
        var under = plane[^2] + (plane[^1] - plane[^2]) * shareX;
        return (byte)(above + (under - above) * shareY + 0.5f);
    }

    private void Shrink(ReadOnlySpan<byte> plane, int planeWidth, int planeHeight, double factor, byte[] to)
    {
        if (_columns.Length < planeWidth) _columns = new int[planeWidth];
        var columns = _columns.AsSpan(0, planeWidth);
        for (var y = 0; y < heightPx; y++)
        {
            var (top, bottom) = Covered(y, factor, planeHeight);
            columns.Clear();
            for (var row = top; row < bottom; row++)
            {
                var levels = plane.Slice(row * planeWidth, planeWidth);
                for (var column = 0; column < levels.Length; column++) columns[column] += levels[column];
            }

            for (var x = 0; x < widthPx; x++)
            {
                var (left, right) = Covered(x, factor, planeWidth);
                var (sum, pixels) = (0, (bottom - top) * (right - left));
                foreach (var column in columns[left..right]) sum += column;
                to[y * widthPx + x] = (byte)((sum + pixels / 2) / pixels);
            }
        }

        Smooth(to);
    }

    /// <summary>The pixels of a larger plane that a pixel covers; at least one.</summary>
    private static (int From, int To) Covered(int pixel, double factor, int planePx)
    {
        var from = Math.Min((int)(pixel * factor), planePx - 1);
        return (from, Math.Clamp((int)((pixel + 1) * factor), from + 1, planePx));
    }

    /// <summary>Weighs each pixel and its neighbours by 1, 2, 1, along rows and then along columns.</summary>
    private void Smooth(byte[] plane)
    {
        for (var y = 0; y < heightPx; y++)
        {
            var row = plane.AsSpan(y * widthPx, widthPx);
            row.CopyTo(_row);
            for (var x = 0; x < widthPx; x++)
            {
                row[x] = (byte)((_row[Math.Max(0, x - 1)] + 2 * _row[x] + _row[Math.Min(widthPx - 1, x + 1)] + 2) / 4);
            }
        }

        plane.AsSpan(0, widthPx).CopyTo(_above);
        for (var y = 0; y < heightPx; y++)
        {
            var row = plane.AsSpan(y * widthPx, widthPx);
            var below = plane.AsSpan(Math.Min(heightPx - 1, y + 1) * widthPx, widthPx);
            row.CopyTo(_row);
            for (var x = 0; x < widthPx; x++) row[x] = (byte)((_above[x] + 2 * _row[x] + below[x] + 2) / 4);
            _row.CopyTo(_above, 0);
        }
    }
}
