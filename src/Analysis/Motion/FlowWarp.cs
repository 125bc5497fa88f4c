namespace FunctionsPipeline.Analysis;

/// <summary>Moves a picture along a flow.</summary>
internal static class FlowWarp
{
    /// <summary>Fills rows of the target with the source where the flow leads, bilinear, rounded half up; the border is repeated.</summary>
    public static void Fill(ReadOnlySpan<byte> source, FlowField flow, Span<byte> target, int firstRow, int endRow)
    {
        var (width, height) = (flow.WidthPx, flow.HeightPx);
        for (var y = firstRow; y < endRow; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var index = y * width + x;
                var column = Math.Clamp(x + flow.X[index], 0, width - 1);
                var row = Math.Clamp(y + flow.Y[index], 0, height - 1);
                var (left, top) = ((int)column, (int)row);
                var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
                var (shareX, shareY) = (column - left, row - top);
                var above = source[top * width + left] + (source[top * width + right] - source[top * width + left]) * shareX;
                var below = source[bottom * width + left] + (source[bottom * width + right] - source[bottom * width + left]) * shareX;
                target[index] = (byte)(above + (below - above) * shareY + 0.5f);
            }
        }
    }
}
