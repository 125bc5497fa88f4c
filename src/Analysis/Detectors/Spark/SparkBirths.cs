namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds what appears in a frame: small groups of cells brighter or more colourful than anything near the place they were at in the
/// frame before. A thing that moves, a texture that passes and noise all have had their like there.
/// </summary>
internal sealed class SparkBirths
{
    /// <summary>How much brighter than anything near it was before, luma levels: far above what noise and compression do.</summary>
    private const int LumaRiseMin = 40;

    /// <summary>How much more colourful than anything near it was before, chroma levels. Small sparks lose much of their colour in 4:2:0.</summary>
    private const int ChromaRiseMin = 16;

    /// <summary>Share of the cells that may appear at once: more is a flash or another picture.</summary>
    private const double AppearingShareMax = 0.15;

    /// <summary>Greatest side of a spark as a share of the long side of the picture.</summary>
    private const double SideShareMax = 0.05;

    /// <summary>Sparks taken from one frame at most; more add nothing to the answer.</summary>
    private const int BirthsMax = 64;

    /// <summary>Rises must be so many times what cells change by anyway, in noise or in a texture that passes.</summary>
    private const int UnrestFactor = 2;

    /// <summary>
    /// Share of how far a spark stands out from its surroundings that must be new: compression makes the colour of a thing that is there
    /// come and go a little.
    /// </summary>
    private const double NewShareMin = 0.6;

    /// <summary>Share of its rise by which it must stand out: what lies beside something like it is uncovered, not new.</summary>
    private const double StandOutShareMin = 0.5;

    /// <summary>Cells looked at around a spark.</summary>
    private const int SurroundingCells = 16;

    /// <summary>
    /// Of those, cells that may be like it: other sparks. Where more are, it is the edge of something larger that has come there.
    /// </summary>
    private const int LikeCellsMax = 3;

    private readonly int[] _surroundings = new int[SurroundingCells];
    private readonly int _columns;
    private readonly int _rows;
    private readonly int _sideMaxCells;
    private readonly float[] _rise;
    private readonly byte[] _channel;
    private readonly byte[] _reference;
    private readonly int[] _stack;
    private readonly List<SparkCandidate> _births = new(BirthsMax);

    public SparkBirths(SparkGrid grid)
    {
        (_columns, _rows) = (grid.Columns, grid.Rows);
        _sideMaxCells = Math.Max(3, (int)Math.Ceiling(Math.Max(_columns, _rows) * SideShareMax));
        _rise = new float[_columns * _rows];
        _channel = new byte[_rise.Length];
        _reference = new byte[_rise.Length];
        _stack = new int[_rise.Length];
    }

    /// <summary>What appears in a frame; the list is good until the next call.</summary>
    /// <param name="grid">The frame.</param>
    /// <param name="previous">The frame before.</param>
    /// <param name="origins">Tells where the content of a cell was in the frame before.</param>
    public IReadOnlyList<SparkCandidate> Find(SparkGrid grid, SparkGrid previous, SparkOrigins origins)
    {
        _births.Clear();
        if (Measure(grid, previous, origins) > AppearingShareMax * _rise.Length) return _births;
        for (var cell = 0; cell < _rise.Length && _births.Count < BirthsMax; cell++)
        {
            if (_rise[cell] >= 1) Take(cell, grid);
        }

        return _births;
    }

    /// <summary>Rises of all cells, 1 being the least that counts.</summary>
    /// <returns>Cells that rise.</returns>
    private int Measure(SparkGrid grid, SparkGrid previous, SparkOrigins origins)
    {
        Array.Clear(_rise);
        for (var channel = 0; channel < SparkGrid.Channels; channel++)
        {
            var peaks = grid.Peaks(channel);
            var around = previous.Around(channel);
            var least = (channel == SparkGrid.Luma ? LumaRiseMin : ChromaRiseMin) + UnrestFactor * MedianChange.Of(peaks, previous.Peaks(channel));
            for (var cell = 0; cell < peaks.Length; cell++)
            {
                var rise = peaks[cell] - around[cell];
                if (rise < least) continue;
                var reference = Math.Max(around[cell], around[origins.Of(cell)]);
                var share = (float)(peaks[cell] - reference) / least;
                if (share <= _rise[cell]) continue;
                (_rise[cell], _channel[cell], _reference[cell]) = (share, (byte)channel, reference);
            }
        }

        var appearing = 0;
        foreach (var rise in _rise)
        {
            if (rise >= 1) appearing++;
        }

        return appearing;
    }

    /// <summary>Takes a group of neighbouring cells that appear, and clears it.</summary>
    private void Take(int first, SparkGrid grid)
    {
        var (best, greatest) = (first, _rise[first]);
        var (left, top, right, bottom) = (_columns, _rows, 0, 0);
        var count = 1;
        _stack[0] = first;
        _rise[first] = 0;
        while (count > 0)
        {
            var cell = _stack[--count];
            var (x, y) = (cell % _columns, cell / _columns);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            for (var nearY = Math.Max(0, y - 1); nearY <= Math.Min(_rows - 1, y + 1); nearY++)
            {
                for (var nearX = Math.Max(0, x - 1); nearX <= Math.Min(_columns - 1, x + 1); nearX++)
                {
                    var near = nearY * _columns + nearX;
                    if (_rise[near] < 1) continue;
                    if (_rise[near] > greatest) (best, greatest) = (near, _rise[near]);
                    _rise[near] = 0;
                    _stack[count++] = near;
                }
            }
        }

        // What comes in at the border has been outside before.
        if (left < 1 || top < 1 || right > _columns - 2 || bottom > _rows - 2) return;
        var channel = _channel[best];
        var peaks = grid.Peaks(channel);
        var rise = peaks[best] - _reference[best];
        var reach = grid.ReachCells + 2 + Math.Max(right - left, bottom - top) / 2;
        Sample(peaks, (left + right) / 2, (top + bottom) / 2, reach);
        if (rise < NewShareMin * (peaks[best] - (_surroundings[SurroundingCells / 2 - 1] + _surroundings[SurroundingCells / 2]) / 2)) return;
        var standsOut = peaks[best] - _surroundings[SurroundingCells - 1 - LikeCellsMax];
        var isSmall = Math.Max(right - left, bottom - top) < _sideMaxCells && standsOut >= StandOutShareMin * rise;
        _births.Add(new SparkCandidate(channel, _reference[best], peaks[best], greatest)
        {
            X = best % _columns, Y = best / _columns, Left = left, Top = top, Right = right, Bottom = bottom, IsPart = !isSmall,
        });
    }

    /// <summary>Takes the values on a circle around a cell, sorted.</summary>
    private void Sample(byte[] peaks, int x, int y, int radius)
    {
        for (var i = 0; i < SurroundingCells; i++)
        {
            var (down, across) = Math.SinCos(2 * Math.PI * i / SurroundingCells);
            var column = Math.Clamp(x + (int)Math.Round(radius * across), 0, _columns - 1);
            var row = Math.Clamp(y + (int)Math.Round(radius * down), 0, _rows - 1);
            _surroundings[i] = peaks[row * _columns + column];
        }

        Array.Sort(_surroundings);
    }
}
