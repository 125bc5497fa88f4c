namespace FunctionsPipeline.Analysis;

/// <summary>
/// Colours of a frame without their local means: edges and fine texture, which all colours have in the same places. Slow changes of colour,
/// such as a rainbow, have none.
/// </summary>
/// <remarks>Sizes are pixels of its own: chroma pixels, or means of several where the picture is large. Made once and filled again and again.</remarks>
internal sealed class ColourDetail
{
    /// <summary>Pixels to each side that the local mean is taken over: wider than an edge, narrower than a shade.</summary>
    private const int MeanReach = 3;

    /// <summary>Longest side: fine enough for edges, and small enough to look at often.</summary>
    private const int LongSideMaxPx = 440;

    // Weights of BT.601. Those of BT.709, and of limited range, mix the colours slightly differently, which moves no edge.
    private const float RedOfChromaRed = 1.402f, BlueOfChromaBlue = 1.772f, GreenOfChromaBlue = 0.344f, GreenOfChromaRed = 0.714f;

    private readonly float[][] _planes = new float[Enum.GetValues<ColourPlane>().Length][];
    private readonly int _scale;
    private readonly float[] _rows;
    private readonly float[] _sums;

    public ColourDetail(VideoFormat format)
    {
        _scale = (Math.Max(format.ChromaWidthPx, format.ChromaHeightPx) + LongSideMaxPx - 1) / LongSideMaxPx;
        (WidthPx, HeightPx) = (format.ChromaWidthPx / _scale, format.ChromaHeightPx / _scale);
        foreach (ref var plane in _planes.AsSpan()) plane = new float[WidthPx * HeightPx];
        _rows = new float[WidthPx * HeightPx];
        _sums = new float[Math.Max(WidthPx, HeightPx) + 1];
    }

    public int WidthPx { get; }

    public int HeightPx { get; }

    /// <summary>Luma pixels of the frame on a side of a pixel.</summary>
    public int LumaPxPerPixel => 2 * _scale;

    /// <summary>Levels above the local mean, row by row.</summary>
    public float[] Plane(ColourPlane plane) => _planes[(int)plane];

    /// <summary>Takes a frame that has chroma.</summary>
    public void Measure(VideoFrame frame)
    {
        for (var plane = ColourPlane.Luma; plane <= ColourPlane.ChromaRed; plane++) Array.Clear(Plane(plane));
        Read(frame);
        for (var plane = ColourPlane.Luma; plane <= ColourPlane.ChromaRed; plane++) SubtractMeans(Plane(plane));
        Mix();
    }

    private void Read(VideoFrame frame)
    {
        var luma = frame.Luma;
        var chromaBlue = frame.ChromaBlue;
        var chromaRed = frame.ChromaRed;
        var (brightness, blue, red) = (Plane(ColourPlane.Luma), Plane(ColourPlane.ChromaBlue), Plane(ColourPlane.ChromaRed));
        var share = 1f / (_scale * _scale);
        for (var y = 0; y < HeightPx * _scale; y++)
        {
            // Odd sizes have half a luma pixel less than chroma.
            var above = luma.Row(Math.Min(2 * y, luma.HeightPx - 1));
            var below = luma.Row(Math.Min(2 * y + 1, luma.HeightPx - 1));
            var blues = chromaBlue.Row(y);
            var reds = chromaRed.Row(y);
            var row = y / _scale * WidthPx;
            for (var x = 0; x < WidthPx * _scale; x++)
            {
                var (at, right, i) = (2 * x, Math.Min(2 * x + 1, luma.WidthPx - 1), row + x / _scale);
                brightness[i] += share * (above[at] + above[right] + below[at] + below[right]) / 4;
                blue[i] += share * blues[x];
                red[i] += share * reds[x];
            }
        }
    }

    /// <summary>Red, green and blue from brightness and chroma.</summary>
    private void Mix()
    {
        var (brightness, chromaBlue, chromaRed) = (Plane(ColourPlane.Luma), Plane(ColourPlane.ChromaBlue), Plane(ColourPlane.ChromaRed));
        var (red, green, blue) = (Plane(ColourPlane.Red), Plane(ColourPlane.Green), Plane(ColourPlane.Blue));
        for (var i = 0; i < brightness.Length; i++)
        {
            red[i] = brightness[i] + RedOfChromaRed * chromaRed[i];
            green[i] = brightness[i] - GreenOfChromaBlue * chromaBlue[i] - GreenOfChromaRed * chromaRed[i];
            blue[i] = brightness[i] + BlueOfChromaBlue * chromaBlue[i];
        }
    }

    private void SubtractMeans(float[] plane)
    {
        for (var y = 0; y < HeightPx; y++) Means(plane, y * WidthPx, 1, WidthPx, _rows);
        for (var x = 0; x < WidthPx; x++) Means(_rows, x, WidthPx, HeightPx, _rows);
        for (var i = 0; i < plane.Length; i++) plane[i] -= _rows[i];
    }

    /// <summary>Means along a line of <paramref name="count"/> values that are <paramref name="step"/> apart; may be done in place.</summary>
    private void Means(float[] from, int first, int step, int count, float[] to)
    {
        _sums[0] = 0;
        for (var i = 0; i < count; i++) _sums[i + 1] = _sums[i] + from[first + i * step];
        for (var i = 0; i < count; i++)
        {
            var (begin, end) = (Math.Max(0, i - MeanReach), Math.Min(count, i + MeanReach + 1));
            to[first + i * step] = (_sums[end] - _sums[begin]) / (end - begin);
        }
    }
}

/// <summary>A plane of <see cref="ColourDetail"/>.</summary>
internal enum ColourPlane
{
    Luma,
    ChromaBlue,
    ChromaRed,
    Red,
    Green,
    Blue,
}
