namespace FunctionsPipeline.Analysis;

/// <summary>A frame kept for tracking: its luma at the working size, smoothed so that grain does not tear things into pieces.</summary>
internal sealed class TrackedFrame(int widthPx, int heightPx)
{
    private readonly byte[] _luma = new byte[widthPx * heightPx];

    public int WidthPx => widthPx;

    public int HeightPx => heightPx;

    public double Seconds { get; private set; }

    /// <summary>Rows without gaps.</summary>
    public ReadOnlySpan<byte> Luma => _luma;

    /// <summary>From this frame to the kept frame before it, as the flow saw the camera move.</summary>
    public PlaneMap ToPrevious { get; private set; }

    /// <summary>From the reference picture to this frame; see <see cref="SceneRegistration"/>.</summary>
    public PlaneMap FromReference { get; set; }

    /// <summary>From this frame to the still world of the window: the pixels of its first frame.</summary>
    public PlaneMap ToWorld { get; set; }

    /// <summary>Which kept frame this one is registered with.</summary>
    public int ReferenceIndex { get; set; }

    /// <summary>This frame's luma is the first frame's times this, plus <see cref="Offset"/>.</summary>
    public double Gain { get; set; } = 1;

    /// <summary>Luma levels; see <see cref="Gain"/>.</summary>
    public double Offset { get; set; }

    public void Fill(PlaneView luma, double seconds, PlaneMap toPrevious)
    {
        (Seconds, ToPrevious, Gain, Offset) = (seconds, toPrevious, 1, 0);
        Smooth(luma);
    }

    /// <summary>The luma between four pixels; the place is pulled into the picture.</summary>
    public double Sample(double x, double y)
    {
        x = Math.Clamp(x, 0, widthPx - 1.001);
        y = Math.Clamp(y, 0, heightPx - 1.001);
        var (left, top) = ((int)x, (int)y);
        var (shareX, shareY) = (x - left, y - top);
        var i = top * widthPx + left;
        var (right, below) = (Math.Min(left + 1, widthPx - 1) - left, Math.Min(top + 1, heightPx - 1) > top ? widthPx : 0);
        var above = _luma[i] + shareX * (_luma[i + right] - _luma[i]);
        var under = _luma[i + below] + shareX * (_luma[i + below + right] - _luma[i + below]);
        return above + shareY * (under - above);
    }

    /// <summary>Weights 1 2 1 both ways: grain loses more than half, a thing of four pixels keeps its edges.</summary>
    private void Smooth(PlaneView luma)
    {
        for (var y = 0; y < heightPx; y++)
        {
            var above = luma.Row(Math.Max(0, y - 1));
            var row = luma.Row(y);
            var below = luma.Row(Math.Min(heightPx - 1, y + 1));
            var target = _luma.AsSpan(y * widthPx, widthPx);
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
}
