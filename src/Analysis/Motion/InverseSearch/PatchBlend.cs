using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Makes a dense flow of patches: a pixel takes the mean of the patches over it, each weighted by how well it explains this pixel, one
/// divided by the difference (at least one grey level).
/// </summary>
internal sealed class PatchBlend
{
    private readonly FlowPlane _weights;

    public PatchBlend(int widthPx, int heightPx)
    {
        X = new FlowPlane(widthPx, heightPx);
        Y = new FlowPlane(widthPx, heightPx);
        _weights = new FlowPlane(widthPx, heightPx);
    }

    /// <summary>To the right. The frame around it means nothing.</summary>
    public FlowPlane X { get; }

    /// <summary>Downwards.</summary>
    public FlowPlane Y { get; }

    /// <summary>Fills rows of the flow. Bands of rows can be filled by several threads.</summary>
    public void Fill(FlowPlane from, FlowPlane to, PatchGrid grid, int firstRow, int endRow)
    {
        for (var y = firstRow; y < endRow; y++)
        {
            X.Row(y).Clear();
            Y.Row(y).Clear();
            _weights.Row(y).Clear();
        }

        // Neighbouring patches overlap. Those of one turn do not, so that no sum waits for the one just written.
        var turns = Math.Max(1, (PatchSearch.SidePx + grid.LeftPx(1) - 1) / Math.Max(1, grid.LeftPx(1)));
        for (var row = 0; row < grid.Rows; row++)
        {
            var first = Math.Max(grid.TopPx(row), firstRow);
            var end = Math.Min(grid.TopPx(row) + PatchSearch.SidePx, endRow);
            if (first >= end) continue;
            for (var turn = 0; turn < turns; turn++)
            {
                for (var column = turn; column < grid.Columns; column += turns) Add(from, to, grid, row, column, first, end);
            }
        }

        for (var y = firstRow; y < endRow; y++) Divide(y);
    }

    /// <summary>Copies rows of the flow out.</summary>
    public void CopyTo(FlowField target, int firstRow, int endRow)
    {
        for (var y = firstRow; y < endRow; y++)
        {
            X.Row(y).CopyTo(target.X.AsSpan(y * target.WidthPx));
            Y.Row(y).CopyTo(target.Y.AsSpan(y * target.WidthPx));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(FlowPlane from, FlowPlane to, PatchGrid grid, int row, int column, int first, int end)
    {
        var entry = grid.Entry(row, column);
        var (left, top) = (grid.LeftPx(column), grid.TopPx(row));
        var (moveX, moveY) = (grid.X[entry], grid.Y[entry]);
        var sampler = new PatchSampler(to, left + moveX, top + moveY, first - top);
        var (x, y) = (Vector256.Create(moveX), Vector256.Create(moveY));
        var offset = first * from.Stride + left;
        for (var line = first; line < end; line++)
        {
            var rest = Vector256.Abs(sampler.NextRow() - Vector256.LoadUnsafe(ref Unsafe.Add(ref from.Origin, offset)));
            var weight = Vector256<float>.One / Vector256.Max(rest, Vector256<float>.One);
            Accumulate(ref Unsafe.Add(ref X.Origin, offset), weight * x);
            Accumulate(ref Unsafe.Add(ref Y.Origin, offset), weight * y);
            Accumulate(ref Unsafe.Add(ref _weights.Origin, offset), weight);
            offset += from.Stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(ref float sum, Vector256<float> more) => (Vector256.LoadUnsafe(ref sum) + more).StoreUnsafe(ref sum);

    private void Divide(int y)
    {
        var offset = y * X.Stride;
        // The last vector may reach into the frame: it holds nothing.
        for (var x = 0; x < X.WidthPx; x += Vector256<float>.Count, offset += Vector256<float>.Count)
        {
            var scale = Vector256<float>.One / Vector256.LoadUnsafe(ref Unsafe.Add(ref _weights.Origin, offset));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref X.Origin, offset)) * scale).StoreUnsafe(ref Unsafe.Add(ref X.Origin, offset));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref Y.Origin, offset)) * scale).StoreUnsafe(ref Unsafe.Add(ref Y.Origin, offset));
        }
    }
}
