namespace FunctionsPipeline.Analysis;

/// <summary>Brings the flow of a level to the size of the picture, bilinear.</summary>
internal static class FlowEnlargement
{
    /// <summary>Fills rows of the result.</summary>
    public static void Fill(PatchBlend flow, int level, FlowField result, int firstRow, int endRow)
    {
        for (var y = firstRow; y < endRow; y++)
        {
            Fill(flow.X, level, result.X.AsSpan(y * result.WidthPx, result.WidthPx), y);
            Fill(flow.Y, level, result.Y.AsSpan(y * result.WidthPx, result.WidthPx), y);
        }
    }

    private static void Fill(FlowPlane flow, int level, Span<float> result, int y)
    {
        if (level == 0)
        {
            flow.Row(y).CopyTo(result);
            return;
        }

        var scale = 1 << level;
        var (above, below, shareY) = Between((y + 0.5f) / scale - 0.5f, flow.HeightPx);
        var one = flow.Row(above);
        var two = flow.Row(below);
        for (var x = 0; x < result.Length; x++)
        {
            var (left, right, shareX) = Between((x + 0.5f) / scale - 0.5f, flow.WidthPx);
            var top = one[left] + (one[right] - one[left]) * shareX;
            var bottom = two[left] + (two[right] - two[left]) * shareX;
            result[x] = scale * (top + (bottom - top) * shareY);
        }
    }

    private static (int First, int Second, float Share) Between(float position, int size)
    {
        var clamped = Math.Clamp(position, 0, size - 1);
        var first = (int)clamped;
        return (first, Math.Min(first + 1, size - 1), clamped - first);
    }
}
