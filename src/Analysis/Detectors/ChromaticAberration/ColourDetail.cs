using System.Runtime.Intrinsics;

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

    /// <summary>Sums down the columns of a row of squares: at most 20 pixels of a video of the greatest size.</summary>
    private readonly ushort[] _columns;
    private readonly float[] _rows;
    private readonly float[] _sums;

    /// <summary>Sums of each column down to a row; those above the first one are 0.</summary>
    private readonly float[] _columnSums;

    public ColourDetail(VideoFormat format)
    {
        _scale = (Math.Max(format.ChromaWidthPx, format.ChromaHeightPx) + LongSideMaxPx - 1) / LongSideMaxPx;
        (WidthPx, HeightPx) = (format.ChromaWidthPx / _scale, format.ChromaHeightPx / _scale);
        foreach (ref var plane in _planes.AsSpan()) plane = new float[WidthPx * HeightPx];
        _columns = new ushort[WidthPx * LumaPxPerPixel];
        _rows = new float[WidthPx * HeightPx];
        _sums = new float[WidthPx + 1];
        _columnSums = new float[WidthPx * (HeightPx + 1)];
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
        Read(frame);
        for (var plane = ColourPlane.Luma; plane <= ColourPlane.ChromaRed; plane++) SubtractMeans(Plane(plane));
        Mix();
    }

    private void Read(VideoFrame frame)
    {
        MeanBlocks(frame.Luma, LumaPxPerPixel, Plane(ColourPlane.Luma));
        MeanBlocks(frame.ChromaBlue, _scale, Plane(ColourPlane.ChromaBlue));
        MeanBlocks(frame.ChromaRed, _scale, Plane(ColourPlane.ChromaRed));
    }

    /// <summary>Sets each value to the mean of a square of pixels. Odd sizes have half a luma pixel less than chroma: the last one counts again.</summary>
    private void MeanBlocks(PlaneView from, int side, float[] to)
    {
        var columns = _columns.AsSpan(0, WidthPx * side);
        var share = 1f / (side * side);
        for (var row = 0; row < HeightPx; row++)
        {
            columns.Clear();
            for (var y = row * side; y < (row + 1) * side; y++) AddRow(from.Row(Math.Min(y, from.HeightPx - 1)), columns);
            for (var x = 0; x < WidthPx; x++)
            {
                var sum = 0;
                foreach (var column in columns.Slice(x * side, side)) sum += column;
                to[row * WidthPx + x] = share * sum;
            }
        }
    }

    private static void AddRow(ReadOnlySpan<byte> pixels, Span<ushort> columns)
    {
        var x = 0;
        for (; x <= Math.Min(pixels.Length, columns.Length) - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(pixels[x..]));
            (Vector256.Create<ushort>(columns[x..]) + low).CopyTo(columns[x..]);
            (Vector256.Create<ushort>(columns[(x + Vector256<ushort>.Count)..]) + high).CopyTo(columns[(x + Vector256<ushort>.Count)..]);
        }

        for (; x < columns.Length; x++) columns[x] += pixels[Math.Min(x, pixels.Length - 1)];
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

    /// <summary>Takes from each value the mean of the square around it, by sums from the line's beginning: first along rows, then down columns.</summary>
    private void SubtractMeans(float[] plane)
    {
        for (var y = 0; y < HeightPx; y++) MeanRow(plane.AsSpan(y * WidthPx, WidthPx), _rows.AsSpan(y * WidthPx, WidthPx));
        for (var y = 0; y < HeightPx; y++) Add(_columnSums.AsSpan(y * WidthPx, WidthPx), _rows.AsSpan(y * WidthPx, WidthPx), _columnSums.AsSpan((y + 1) * WidthPx, WidthPx));
        for (var y = 0; y < HeightPx; y++)
        {
            var (begin, end) = (Math.Max(0, y - MeanReach), Math.Min(HeightPx, y + MeanReach + 1));
            SubtractMean(_columnSums.AsSpan(begin * WidthPx, WidthPx), _columnSums.AsSpan(end * WidthPx, WidthPx), end - begin, plane.AsSpan(y * WidthPx, WidthPx));
        }
    }

    private void MeanRow(ReadOnlySpan<float> from, Span<float> to)
    {
        _sums[0] = 0;
        for (var i = 0; i < from.Length; i++) _sums[i + 1] = _sums[i] + from[i];
        for (var i = 0; i < to.Length;)
        {
            var isInner = i >= MeanReach && i + Vector256<float>.Count + MeanReach <= to.Length;
            if (isInner)
            {
                var sum = Vector256.Create<float>(_sums.AsSpan(i + MeanReach + 1)) - Vector256.Create<float>(_sums.AsSpan(i - MeanReach));
                (sum / Vector256.Create(2f * MeanReach + 1)).CopyTo(to[i..]);
                i += Vector256<float>.Count;
                continue;
            }

            var (begin, end) = (Math.Max(0, i - MeanReach), Math.Min(to.Length, i + MeanReach + 1));
            to[i++] = (_sums[end] - _sums[begin]) / (end - begin);
        }
    }

    private static void Add(ReadOnlySpan<float> one, ReadOnlySpan<float> other, Span<float> to)
    {
        var x = 0;
        for (; x <= to.Length - Vector256<float>.Count; x += Vector256<float>.Count) (Vector256.Create(one[x..]) + Vector256.Create(other[x..])).CopyTo(to[x..]);
        for (; x < to.Length; x++) to[x] = one[x] + other[x];
    }

    private static void SubtractMean(ReadOnlySpan<float> begin, ReadOnlySpan<float> end, int count, Span<float> from)
    {
        var x = 0;
        for (; x <= from.Length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            (Vector256.Create<float>(from[x..]) - (Vector256.Create(end[x..]) - Vector256.Create(begin[x..])) / Vector256.Create((float)count)).CopyTo(from[x..]);
        }

        for (; x < from.Length; x++) from[x] -= (end[x] - begin[x]) / count;
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
