using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>Products of luma's central differences, added up down the columns of a strip of rows. Made once and filled again and again.</summary>
internal sealed class GradientRows(int widthPx)
{
    /// <summary>Differences span two pixels, so products of gradients are a quarter of theirs.</summary>
    private const float ProductsPerGradient = 4;

    private readonly int[] _squares = new int[widthPx];
    private readonly int[] _acrossAcross = new int[widthPx];
    private readonly int[] _downDown = new int[widthPx];
    private readonly int[] _acrossDown = new int[widthPx];

    /// <summary>Squared differences of the row added last, both directions together; 0 at the picture's border, where a pixel is missing.</summary>
    public ReadOnlySpan<int> Squares => _squares;

    /// <summary>Begins another strip.</summary>
    public void Clear()
    {
        Array.Clear(_acrossAcross);
        Array.Clear(_downDown);
        Array.Clear(_acrossDown);
    }

    /// <summary>Adds a row of a picture.</summary>
    public void Add(PlaneView luma, int y)
    {
        if (y == 0 || y == luma.HeightPx - 1)
        {
            Array.Clear(_squares);
            return;
        }

        var above = luma.Row(y - 1);
        var here = luma.Row(y);
        var below = luma.Row(y + 1);
        var x = 1;
        for (; x + Vector<byte>.Count < widthPx; x += Vector<byte>.Count)
        {
            Subtract(here[(x + 1)..], here[(x - 1)..], out var acrossLow, out var acrossHigh);
            Subtract(below[x..], above[x..], out var downLow, out var downHigh);
            AddProducts(acrossLow, downLow, x);
            AddProducts(acrossHigh, downHigh, x + Vector<short>.Count);
        }

        for (; x < widthPx - 1; x++)
        {
            var (across, down) = (here[x + 1] - here[x - 1], below[x] - above[x]);
            _acrossAcross[x] += across * across;
            _downDown[x] += down * down;
            _acrossDown[x] += across * down;
            _squares[x] = across * across + down * down;
        }
    }

    /// <summary>
    /// Mean squared gradient of columns of the strip, and the smaller eigenvalue of their mean structure tensor, levels squared. Up to 33,000
    /// pixels do not overflow.
    /// </summary>
    /// <param name="left">The first column.</param>
    /// <param name="right">Behind the last column.</param>
    /// <param name="rows">Rows of the strip, those at the picture's border included.</param>
    public (float Detail, float Corner) Mean(int left, int right, int rows)
    {
        var (acrossAcross, downDown, acrossDown) = (0, 0, 0);
        for (var x = left; x < right; x++)
        {
            acrossAcross += _acrossAcross[x];
            downDown += _downDown[x];
            acrossDown += _acrossDown[x];
        }

        var pixels = ProductsPerGradient * (right - left) * rows;
        var (xx, yy, xy) = (acrossAcross / pixels, downDown / pixels, acrossDown / pixels);
        return (xx + yy, (xx + yy - MathF.Sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2);
    }

    private static void Subtract(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, out Vector<short> low, out Vector<short> high)
    {
        Vector.Widen(new Vector<byte>(one), out var oneLow, out var oneHigh);
        Vector.Widen(new Vector<byte>(other), out var otherLow, out var otherHigh);
        (low, high) = ((oneLow - otherLow).As<ushort, short>(), (oneHigh - otherHigh).As<ushort, short>());
    }

    private void AddProducts(Vector<short> across, Vector<short> down, int x)
    {
        Vector.Widen(across, out var acrossLow, out var acrossHigh);
        Vector.Widen(down, out var downLow, out var downHigh);
        AddProducts(acrossLow, downLow, x);
        AddProducts(acrossHigh, downHigh, x + Vector<int>.Count);
    }

    private void AddProducts(Vector<int> across, Vector<int> down, int x)
    {
        var (acrossAcross, downDown) = (across * across, down * down);
        (acrossAcross + downDown).CopyTo(_squares, x);
        (new Vector<int>(_acrossAcross, x) + acrossAcross).CopyTo(_acrossAcross, x);
        (new Vector<int>(_downDown, x) + downDown).CopyTo(_downDown, x);
        (new Vector<int>(_acrossDown, x) + across * down).CopyTo(_acrossDown, x);
    }
}
