using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>Sums up fields of cells.</summary>
internal static class CellSmoothing
{
    /// <summary>Each cell becomes the mean of itself and its neighbours: noise is alone in its cell, a defect is not.</summary>
    /// <param name="grid">The cells; at the picture's border there are fewer neighbours.</param>
    /// <param name="from">A value a cell.</param>
    /// <param name="to">A value a cell; not the same memory.</param>
    public static void Smooth(CellGrid grid, ReadOnlySpan<float> from, Span<float> to)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            var (first, last) = (Math.Max(0, row - 1), Math.Min(grid.Rows - 1, row + 1));
            SmoothRow(from.Slice(first * grid.Columns, (last - first + 1) * grid.Columns), to.Slice(row * grid.Columns, grid.Columns));
        }
    }

    /// <summary>Smooths a row from itself and the rows beside it.</summary>
    private static void SmoothRow(ReadOnlySpan<float> rows, Span<float> to)
    {
        var (columns, count) = (to.Length, rows.Length / to.Length);
        for (var column = 0; column < columns;)
        {
            if (column > 0 && column + Vector<float>.Count < columns)
            {
                var sums = Vector<float>.Zero;
                for (var cell = column; cell < rows.Length; cell += columns)
                {
                    sums = sums + new Vector<float>(rows[(cell - 1)..]) + new Vector<float>(rows[cell..]) + new Vector<float>(rows[(cell + 1)..]);
                }

                (sums / new Vector<float>(3 * count)).CopyTo(to[column..]);
                column += Vector<float>.Count;
                continue;
            }

            var (left, right) = (Math.Max(0, column - 1), Math.Min(columns - 1, column + 1));
            var sum = 0f;
            for (var start = 0; start < rows.Length; start += columns)
            {
                for (var x = left; x <= right; x++) sum += rows[start + x];
            }

            to[column++] = sum / ((right - left + 1) * count);
        }
    }
}
