using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Each cell's median over itself and its neighbours. It drops what is one or two cells wide, a line along which motion jumps or a letter
/// that appears, and leaves what goes on over some cells as it is; a mean would only spread it.
/// </summary>
internal static class CellMedian
{
    /// <summary>Fills a field with the medians of another.</summary>
    /// <param name="grid">The cells; beyond the picture the nearest one counts.</param>
    /// <param name="from">A value a cell.</param>
    /// <param name="to">A value a cell; not the same memory.</param>
    public static void Fill(CellGrid grid, ReadOnlySpan<float> from, Span<float> to)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            var above = from.Slice(Math.Max(0, row - 1) * grid.Columns, grid.Columns);
            var here = from.Slice(row * grid.Columns, grid.Columns);
            var below = from.Slice(Math.Min(grid.Rows - 1, row + 1) * grid.Columns, grid.Columns);
            FillRow(above, here, below, to.Slice(row * grid.Columns, grid.Columns));
        }
    }

    private static void FillRow(ReadOnlySpan<float> above, ReadOnlySpan<float> here, ReadOnlySpan<float> below, Span<float> to)
    {
        for (var column = 0; column < to.Length;)
        {
            var isInner = column > 0 && column + Vector<float>.Count < to.Length;
            if (isInner)
            {
                Median(At(above, column - 1), At(above, column), At(above, column + 1), At(here, column - 1), At(here, column), At(here, column + 1),
                    At(below, column - 1), At(below, column), At(below, column + 1)).CopyTo(to[column..]);
                column += Vector<float>.Count;
                continue;
            }

            var (left, right) = (Math.Max(0, column - 1), Math.Min(to.Length - 1, column + 1));
            to[column] = Median(One(above, left), One(above, column), One(above, right), One(here, left), One(here, column), One(here, right),
                One(below, left), One(below, column), One(below, right))[0];
            column++;
        }
    }

    private static Vector<float> At(ReadOnlySpan<float> row, int column) => new(row[column..]);

    private static Vector<float> One(ReadOnlySpan<float> row, int column) => new(row[column]);

    /// <summary>Nineteen exchanges leave the median of nine in the middle (Smith 1996, after Paeth 1990).</summary>
    private static Vector<float> Median(
        Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d, Vector<float> e, Vector<float> f, Vector<float> g, Vector<float> h, Vector<float> i)
    {
        Sort(ref b, ref c);
        Sort(ref e, ref f);
        Sort(ref h, ref i);
        Sort(ref a, ref b);
        Sort(ref d, ref e);
        Sort(ref g, ref h);
        Sort(ref b, ref c);
        Sort(ref e, ref f);
        Sort(ref h, ref i);
        Sort(ref a, ref d);
        Sort(ref f, ref i);
        Sort(ref e, ref h);
        Sort(ref d, ref g);
        Sort(ref b, ref e);
        Sort(ref c, ref f);
        Sort(ref e, ref h);
        Sort(ref e, ref c);
        Sort(ref g, ref e);
        Sort(ref e, ref c);
        return e;
    }

    private static void Sort(ref Vector<float> lesser, ref Vector<float> greater) =>
        (lesser, greater) = (Vector.Min(lesser, greater), Vector.Max(lesser, greater));
}
