namespace FunctionsPipeline.Analysis;

/// <summary>
/// The extremes of brightness and colour in each cell of a frame at its full size: a spark of two pixels is still there, while the grid
/// is small enough to keep and to search. Made once and filled again and again.
/// </summary>
internal sealed class SparkGrid
{
    /// <summary>Channels: brightness, then how blue, yellow, red and green a cell's most extreme pixel is.</summary>
    public const int Channels = 5;

    /// <summary>The channel of brightness; the others are colour.</summary>
    public const int Luma = 0;

    /// <summary>Cells along the long side at most: fine enough to tell two sparks apart.</summary>
    private const int LongSideCells = 160;

    /// <summary>Smallest cell, luma pixels: two chroma pixels, so that no cell hangs on one sample.</summary>
    private const int CellMinPx = 4;

    /// <summary>How far things may move from frame to frame beyond what the flow says, as a share of the long side.</summary>
    private const double ReachShare = 1.0 / 80;

    private readonly byte[][] _peaks = new byte[Channels][];
    private readonly byte[][] _around = new byte[Channels][];
    private readonly byte[] _cells;
    private readonly byte[] _greatest;
    private readonly byte[] _least;

    public SparkGrid(VideoFormat format)
    {
        var longSidePx = Math.Max(format.WidthPx, format.HeightPx);
        CellPx = Math.Max(CellMinPx, (longSidePx + LongSideCells - 1) / LongSideCells);
        // Even, so that chroma has the same cells at half the size.
        CellPx += CellPx % 2;
        ReachCells = Math.Max(1, (int)Math.Round(longSidePx * ReachShare / CellPx));
        Columns = (format.WidthPx + CellPx - 1) / CellPx;
        Rows = (format.HeightPx + CellPx - 1) / CellPx;
        for (var channel = 0; channel < Channels; channel++)
        {
            _peaks[channel] = new byte[Columns * Rows];
            _around[channel] = new byte[Columns * Rows];
        }

        _cells = new byte[Columns * Rows];
        (_greatest, _least) = (new byte[format.WidthPx + CellPx], new byte[format.WidthPx + CellPx]);
    }

    /// <summary>Luma pixels on a side of a cell.</summary>
    public int CellPx { get; }

    /// <summary>Cells in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>How far from a cell <see cref="Around"/> looks.</summary>
    public int ReachCells { get; }

    /// <summary>The greatest value of a channel in each cell, 0 to 255.</summary>
    public byte[] Peaks(int channel) => _peaks[channel];

    /// <summary>The greatest value of a channel in a cell and the cells within reach, 0 to 255.</summary>
    public byte[] Around(int channel) => _around[channel];

    /// <summary>Measures a frame.</summary>
    public void Measure(VideoFrame frame)
    {
        Extremes(frame.Luma, CellPx, _peaks[Luma], []);
        if (frame.Format.HasChroma)
        {
            Extremes(frame.ChromaBlue, CellPx / 2, _peaks[1], _peaks[2]);
            Extremes(frame.ChromaRed, CellPx / 2, _peaks[3], _peaks[4]);
        }

        for (var channel = 0; channel < Channels; channel++) Dilation.Fill(_peaks[channel], Columns, ReachCells, _cells, _around[channel]);
    }

    /// <summary>The greatest value in each cell, and 255 less the least one where <paramref name="dips"/> are asked for.</summary>
    private void Extremes(PlaneView plane, int cellPx, Span<byte> peaks, Span<byte> dips)
    {
        // Nothing lies behind the row, so the last cell needs no care.
        var greatest = _greatest.AsSpan(0, plane.WidthPx + cellPx);
        var least = dips.IsEmpty ? [] : _least.AsSpan(0, plane.WidthPx + cellPx);
        for (var row = 0; row < Rows; row++)
        {
            greatest.Clear();
            least.Clear();
            var end = Math.Min(plane.HeightPx, (row + 1) * cellPx);
            for (var y = row * cellPx; y < end; y++)
            {
                if (dips.IsEmpty) Dilation.Raise(greatest, plane.Row(y));
                else Dilation.RaiseBoth(greatest, least, plane.Row(y));
            }

            TakeCells(cellPx, greatest, peaks.Slice(row * Columns, Columns));
            if (!dips.IsEmpty) TakeCells(cellPx, least, dips.Slice(row * Columns, Columns));
        }
    }

    private static void TakeCells(int cellPx, Span<byte> extremes, Span<byte> cells)
    {
        RaiseToGreatestOf(cellPx, extremes);
        for (var column = 0; column < cells.Length; column++) cells[column] = extremes[column * cellPx];
    }

    /// <summary>Raises each value to the greatest of itself and those behind it, so many in all. Each step doubles what is looked at.</summary>
    private static void RaiseToGreatestOf(int count, Span<byte> row)
    {
        for (var seen = 1; seen < count;)
        {
            var step = Math.Min(seen, count - seen);
            Dilation.Raise(row[..^step], row[step..]);
            seen += step;
        }
    }
}
