namespace FunctionsPipeline.Analysis;

/// <summary>An 8-bit plane kept for tracking, smoothed so that grain does not tear things into pieces.</summary>
internal sealed class SmoothPlane(int widthPx, int heightPx)
{
    private readonly byte[] _pixels = new byte[widthPx * heightPx];

    public int WidthPx => widthPx;

    public int HeightPx => heightPx;

    /// <summary>Rows without gaps.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Copies a plane with weights 1 2 1 both ways: grain loses more than half, a thing of four pixels keeps its edges.</summary>
    public void Fill(PlaneView source)
    {
        for (var y = 0; y < heightPx; y++)
        {
            var above = source.Row(Math.Max(0, y - 1));
            var row = source.Row(y);
            var below = source.Row(Math.Min(heightPx - 1, y + 1));
            var target = _pixels.AsSpan(y * widthPx, widthPx);
            var before = above[0] + 2 * row[0] + below[0];
            var here = before;
            for (var x = 0; x < target.Length; x++)
            {
                var next = Math.Min(x + 1, target.Length - 1);
                var after = above[next] + 2 * row[next] + below[next];
                target[x] = (byte)((before + 2 * here + after + 8) >> 4);
                (before, here) = (here, after);
            }
        }
    }

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
