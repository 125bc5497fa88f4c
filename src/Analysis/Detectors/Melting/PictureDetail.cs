using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>How much detail each cell of a picture has, and how bright it is. Buffers are made once.</summary>
internal sealed class PictureDetail(CellGrid grid)
{
    /// <summary>Weights of the gradient's operator add up to eight a level.</summary>
    private const float SquaredWeights = 64;

    private readonly float[] _detail = new float[grid.Count];
    private readonly int[] _squares = new int[grid.WidthPx];
    private readonly int[] _sums = new int[grid.WidthPx];

    /// <summary>Mean squared gradient of a cell and those around it, levels squared.</summary>
    public float[] Detail { get; } = new float[grid.Count];

    /// <summary>Mean brightness of a cell, levels.</summary>
    public float[] Mean { get; } = new float[grid.Count];

    /// <summary>Measures a picture.</summary>
    public void Measure(PlaneView luma)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            Array.Clear(_squares);
            Array.Clear(_sums);
            for (var y = grid.Top(row); y < grid.Bottom(row); y++)
            {
                AddBrightness(luma.Row(y));
                if (y > 0 && y < luma.HeightPx - 1) AddSquares(luma.Row(y - 1), luma.Row(y), luma.Row(y + 1));
            }

            for (var column = 0; column < grid.Columns; column++)
            {
                var (left, right) = (grid.Left(column), grid.Right(column));
                var (squares, sum) = (0L, 0L);
                for (var x = left; x < right; x++) (squares, sum) = (squares + _squares[x], sum + _sums[x]);
                var (cell, pixels) = (row * grid.Columns + column, (right - left) * (grid.Bottom(row) - grid.Top(row)));
                (_detail[cell], Mean[cell]) = (squares / (SquaredWeights * pixels), (float)sum / pixels);
            }
        }

        CellSmoothing.Smooth(grid, _detail, Detail);
    }

    private void AddBrightness(ReadOnlySpan<byte> here)
    {
        for (var x = 0; x < here.Length; x++) _sums[x] += here[x];
    }

    /// <summary>
    /// Adds squared gradients by Sobel's operator: it blurs across, so that moving a picture by a part of a pixel, which blurs too, costs
    /// little.
    /// </summary>
    private void AddSquares(ReadOnlySpan<byte> above, ReadOnlySpan<byte> here, ReadOnlySpan<byte> below)
    {
        var x = 1;
        for (; x + Vector<byte>.Count < here.Length; x += Vector<byte>.Count)
        {
            Widen(above, x - 1, out var aboveLeftLow, out var aboveLeftHigh);
            Widen(above, x, out var aboveLow, out var aboveHigh);
            Widen(above, x + 1, out var aboveRightLow, out var aboveRightHigh);
            Widen(here, x - 1, out var leftLow, out var leftHigh);
            Widen(here, x + 1, out var rightLow, out var rightHigh);
            Widen(below, x - 1, out var belowLeftLow, out var belowLeftHigh);
            Widen(below, x, out var belowLow, out var belowHigh);
            Widen(below, x + 1, out var belowRightLow, out var belowRightHigh);
            AddSquares(x, aboveLeftLow, aboveLow, aboveRightLow, leftLow, rightLow, belowLeftLow, belowLow, belowRightLow);
            AddSquares(
                x + Vector<short>.Count, aboveLeftHigh, aboveHigh, aboveRightHigh, leftHigh, rightHigh, belowLeftHigh, belowHigh, belowRightHigh);
        }

        for (; x < here.Length - 1; x++)
        {
            var rising = below[x + 1] - above[x - 1];
            var falling = above[x + 1] - below[x - 1];
            var across = rising + falling + 2 * (here[x + 1] - here[x - 1]);
            var down = rising - falling + 2 * (below[x] - above[x]);
            _squares[x] += across * across + down * down;
        }
    }

    private void AddSquares(
        int x,
        Vector<short> aboveLeft,
        Vector<short> above,
        Vector<short> aboveRight,
        Vector<short> left,
        Vector<short> right,
        Vector<short> belowLeft,
        Vector<short> below,
        Vector<short> belowRight)
    {
        var rising = belowRight - aboveLeft;
        var falling = aboveRight - belowLeft;
        var across = rising + falling + (right - left) + (right - left);
        var down = rising - falling + (below - above) + (below - above);
        Vector.Widen(across, out var acrossLow, out var acrossHigh);
        Vector.Widen(down, out var downLow, out var downHigh);
        (new Vector<int>(_squares, x) + acrossLow * acrossLow + downLow * downLow).CopyTo(_squares, x);
        var next = x + Vector<int>.Count;
        (new Vector<int>(_squares, next) + acrossHigh * acrossHigh + downHigh * downHigh).CopyTo(_squares, next);
    }

    private static void Widen(ReadOnlySpan<byte> row, int x, out Vector<short> low, out Vector<short> high)
    {
        Vector.Widen(new Vector<byte>(row[x..]), out var lowBits, out var highBits);
        (low, high) = (lowBits.As<ushort, short>(), highBits.As<ushort, short>());
    }
}
