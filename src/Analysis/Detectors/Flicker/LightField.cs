namespace FunctionsPipeline.Analysis;

/// <summary>
/// How light and colour changed from the frame before in each cell of the picture, with motion taken out: the mean difference between the
/// frame and the one before it moved to where things are now. Made once and filled again and again.
/// </summary>
internal sealed class LightField
{
    /// <summary>Planes: luma, chroma blue, chroma red.</summary>
    public const int Planes = 3;

    /// <summary>Cells along the long side: fine enough for a box, large enough for a steady mean.</summary>
    private const int LongSideCells = 16;

    /// <summary>Every other row is enough for a mean.</summary>
    private const int RowStep = 2;

    /// <summary>Share of a cell's pixels that must be seen in both frames.</summary>
    private const double SeenShareMin = 0.5;

    /// <summary>Share of a cell's change that must be common to all its pixels, from where on the change counts.</summary>
    private const double CommonShareMin = 0.5;

    /// <summary>Smaller changes need not be common: noise is not, levels.</summary>
    private const double NoiseMax = 0.6;

    private const int Unseen = -1;

    private readonly int _chromaWidthPx;
    private readonly int _chromaHeightPx;
    private readonly int _widthPx;
    private readonly int _heightPx;
    private readonly bool _hasChroma;
    private readonly long[] _sums;
    private readonly long[] _squares;
    private readonly int[] _counts;
    private readonly int[] _pixels;
    private readonly double[] _sorted;
    private readonly double[] _changes;

    /// <summary>For each chroma sample, where it was in the frame before; <see cref="Unseen"/> where it is in one of the two only.</summary>
    private readonly int[] _origins;

    public LightField(WorkingSize size, bool hasChroma)
    {
        (_widthPx, _heightPx, _hasChroma) = (size.WidthPx, size.HeightPx, hasChroma);
        (_chromaWidthPx, _chromaHeightPx) = (size.ChromaWidthPx, size.ChromaHeightPx);
        var cellPx = Math.Max(1, (int)Math.Ceiling(Math.Max(_widthPx, _heightPx) / (double)LongSideCells));
        Columns = Math.Max(1, _widthPx / cellPx);
        Rows = Math.Max(1, _heightPx / cellPx);
        _sums = new long[Columns * Rows];
        _squares = new long[_sums.Length];
        _counts = new int[_sums.Length];
        _pixels = new int[_sums.Length];
        _sorted = new double[_sums.Length];
        _changes = new double[_sums.Length * Planes];
        _origins = new int[_chromaWidthPx * _chromaHeightPx];
    }

    /// <summary>Cells in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>Changes of a plane's cells, levels; not a number where it cannot be told from motion.</summary>
    public ReadOnlySpan<double> Changes(int plane) => _changes.AsSpan(plane * _sums.Length, _sums.Length);

    /// <summary>The median change of a plane over the cells that can be told, levels; 0 where none can.</summary>
    public double MedianChange(int plane)
    {
        var count = 0;
        foreach (var change in Changes(plane))
        {
            if (!double.IsNaN(change)) _sorted[count++] = change;
        }

        if (count == 0) return 0;
        Array.Sort(_sorted, 0, count);
        return (_sorted[(count - 1) / 2] + _sorted[count / 2]) / 2;
    }

    /// <summary>Measures a frame whose motion is known.</summary>
    public void Measure(WorkingFrame frame, WorkingFrame previous, FrameMotion motion)
    {
        Clear();
        SumLuma(frame, motion);
        Finish(0);
        if (!_hasChroma) return;
        FindOrigins(motion);
        SumChroma(frame.ChromaBluePixels, previous.ChromaBluePixels);
        Finish(1);
        SumChroma(frame.ChromaRedPixels, previous.ChromaRedPixels);
        Finish(2);
    }

    private void SumLuma(WorkingFrame frame, FrameMotion motion)
    {
        for (var y = 0; y < _heightPx; y += RowStep)
        {
            var row = frame.LumaPixels.Slice(y * _widthPx, _widthPx);
            var predicted = motion.Predicted.AsSpan(y * _widthPx, _widthPx);
            var visible = motion.Visible.AsSpan(y * _widthPx, _widthPx);
            var first = y * Rows / _heightPx * Columns;
            for (var column = 0; column < Columns; column++)
            {
                var end = (column + 1) * _widthPx / Columns;
                var (sum, squares, count) = (0, 0, 0);
                var start = column * _widthPx / Columns;
                for (var x = start; x < end; x++)
                {
                    // A mask of ones where the pixel is seen in both frames.
                    var seen = -(visible[x] >> 7);
                    var difference = (row[x] - predicted[x]) & seen;
                    sum += difference;
                    squares += difference * difference;
                    count -= seen;
                }

                Add(first + column, sum, squares, count, end - start);
            }
        }
    }

    /// <summary>Finds where each chroma sample that counts was in the frame before.</summary>
    private void FindOrigins(FrameMotion motion)
    {
        var flow = motion.Backward;
        for (var y = 0; y < _chromaHeightPx; y += RowStep)
        {
            var lumaY = Math.Min(2 * y, _heightPx - 1);
            for (var x = 0; x < _chromaWidthPx; x++)
            {
                var at = lumaY * _widthPx + Math.Min(2 * x, _widthPx - 1);
                // Half the luma's motion, to the nearest sample: chroma is smooth.
                var fromX = Math.Clamp(x + (int)MathF.Round(flow.X[at] / 2), 0, _chromaWidthPx - 1);
                var fromY = Math.Clamp(y + (int)MathF.Round(flow.Y[at] / 2), 0, _chromaHeightPx - 1);
                _origins[y * _chromaWidthPx + x] = motion.Visible[at] >> 7 == 0 ? Unseen : fromY * _chromaWidthPx + fromX;
            }
        }
    }

    private void SumChroma(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> previous)
    {
        Clear();
        for (var y = 0; y < _chromaHeightPx; y += RowStep)
        {
            var first = y * Rows / _chromaHeightPx * Columns;
            for (int column = 0, x = 0; column < Columns; column++)
            {
                // Samples whose cell this is by the rule of three, rounded down.
                var end = ((column + 1) * _chromaWidthPx + Columns - 1) / Columns;
                var (start, sum, squares, count) = (x, 0, 0, 0);
                for (; x < end; x++)
                {
                    var at = y * _chromaWidthPx + x;
                    if (_origins[at] == Unseen) continue;
                    var difference = pixels[at] - previous[_origins[at]];
                    sum += difference;
                    squares += difference * difference;
                    count++;
                }

                Add(first + column, sum, squares, count, end - start);
            }
        }
    }

    private void Add(int cell, int sum, int squares, int count, int pixels)
    {
        _sums[cell] += sum;
        _squares[cell] += squares;
        _counts[cell] += count;
        _pixels[cell] += pixels;
    }

    private void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_squares);
        Array.Clear(_counts);
        Array.Clear(_pixels);
    }

    private void Finish(int plane)
    {
        for (var cell = 0; cell < _sums.Length; cell++)
        {
            var mean = _counts[cell] == 0 ? 0 : (double)_sums[cell] / _counts[cell];
            var common = _squares[cell] == 0 ? 1 : mean * _sums[cell] / _squares[cell];
            var isSeen = _counts[cell] >= SeenShareMin * _pixels[cell];
            _changes[plane * _sums.Length + cell] = isSeen && (Math.Abs(mean) <= NoiseMax || common >= CommonShareMin) ? mean : double.NaN;
        }
    }
}
