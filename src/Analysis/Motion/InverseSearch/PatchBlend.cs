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
        var turns = (PatchSearch.SidePx + grid.StridePx - 1) / grid.StridePx;
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
        var place = new PatchPlace(to, left + moveX, top + moveY);
        ref var source = ref Unsafe.Add(ref place.Corner, (first - top) * to.Stride);
        var above = place.ReadLine(ref source);
        var (x, y) = (Vector256.Create(moveX), Vector256.Create(moveY));
        // The planes have one size, so one step leads from row to row in all of them.
        var (offset, stride) = (first * from.Stride + left, from.Stride);
        ref var target = ref Unsafe.Add(ref from.Origin, offset);
        ref var sumX = ref Unsafe.Add(ref X.Origin, offset);
        ref var sumY = ref Unsafe.Add(ref Y.Origin, offset);
        ref var sumWeight = ref Unsafe.Add(ref _weights.Origin, offset);
        for (var line = first; line < end; line++)
        {
            source = ref Unsafe.Add(ref source, stride);
            var below = place.ReadLine(ref source);
            var rest = Vector256.Abs(place.Between(above, below) - Vector256.LoadUnsafe(ref target));
            var weight = Vector256<float>.One / Vector256.Max(rest, Vector256<float>.One);
            above = below;
            Accumulate(ref sumX, weight * x);
            Accumulate(ref sumY, weight * y);
            Accumulate(ref sumWeight, weight);
            target = ref Unsafe.Add(ref target, stride);
            sumX = ref Unsafe.Add(ref sumX, stride);
            sumY = ref Unsafe.Add(ref sumY, stride);
            sumWeight = ref Unsafe.Add(ref sumWeight, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(ref float sum, Vector256<float> more) => (Vector256.LoadUnsafe(ref sum) + more).StoreUnsafe(ref sum);

    private void Divide(int y)
    {
        var offset = y * X.Stride;
        ref var x = ref Unsafe.Add(ref X.Origin, offset);
        ref var down = ref Unsafe.Add(ref Y.Origin, offset);
        ref var weight = ref Unsafe.Add(ref _weights.Origin, offset);
        // The last vector may reach into the frame: it holds nothing.
        for (var column = 0; column < X.WidthPx; column += Vector256<float>.Count)
        {
            var scale = Vector256<float>.One / Vector256.LoadUnsafe(ref Unsafe.Add(ref weight, column));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref x, column)) * scale).StoreUnsafe(ref Unsafe.Add(ref x, column));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref down, column)) * scale).StoreUnsafe(ref Unsafe.Add(ref down, column));
        }
    }
}
