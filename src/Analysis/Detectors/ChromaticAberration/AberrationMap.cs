namespace FunctionsPipeline.Analysis;

/// <summary>What patches over the frame say about displaced colours, in cells, and the judgement over all of them.</summary>
internal sealed class AberrationMap
{
    /// <summary>Cells in a row; a column has as many as make them about square.</summary>
    private const int Columns = 16;

    private const int LumaPxPerChromaPx = 2;

    /// <summary>
    /// What a displacement explains of clean patches by chance, times their number. The unknowns alone would explain less; neighbouring
    /// samples of a thing that stands still are alike.
    /// </summary>
    private const double ChanceShare = 6;

    /// <summary>Share explained from which on a displacement counts fully; the rest of the fringes is texture and compression.</summary>
    private const double FullShare = 0.15;

    /// <summary>Patches with an edge that a cell and its neighbours need for an answer of their own.</summary>
    private const int CellPatchesMin = 6;

    /// <summary>A part is displaced by itself when it is so many times more so than a fit of the whole picture says of it.</summary>
    private const double LocalRatio = 2;

    /// <summary>Weight of a part against the whole picture: it has fewer edges to agree.</summary>
    private const double LocalWeight = 0.6;

    /// <summary>Cells that a displaced part has at least.</summary>
    private const int LocalCellsMin = 4;

    private readonly VideoFormat _format;
    private readonly double _pixelPx;
    private readonly int _rows;
    private readonly AberrationSums[] _cells;
    private readonly AberrationSums _around = new();
    private readonly AberrationFit _fit = new();
    private readonly double[] _measures;

    // Displacements as a cell and its neighbours have them, and as the fit of the whole picture does.
    private readonly double[] _lengths;
    private readonly double[] _wholeLengths;

    /// <summary>Makes a map.</summary>
    /// <param name="format">The video.</param>
    /// <param name="scale">Chroma pixels on a side of a patch's pixel.</param>
    public AberrationMap(VideoFormat format, int scale)
    {
        (_format, _pixelPx) = (format, LumaPxPerChromaPx * scale);
        _rows = Math.Max(1, (int)Math.Round((double)Columns * format.HeightPx / format.WidthPx));
        _cells = new AberrationSums[Columns * _rows];
        for (var i = 0; i < _cells.Length; i++) _cells[i] = new AberrationSums();
        _measures = new double[_cells.Length];
        _lengths = new double[_cells.Length];
        _wholeLengths = new double[_cells.Length];
    }

    /// <summary>Patches with an edge.</summary>
    public int Patches => _cells.Sum(cell => cell.Patches);

    /// <summary>Adds a patch whose middle is at (x, y) of the chroma planes.</summary>
    public void Add(ColourPatch patch, int x, int y)
    {
        var column = Math.Min(Columns - 1, x * Columns / _format.ChromaWidthPx);
        var row = Math.Min(_rows - 1, y * _rows / _format.ChromaHeightPx);
        _cells[row * Columns + column].Add(patch);
    }

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        foreach (var cell in _cells) cell.Clear();
    }

    /// <summary>Judges what was added.</summary>
    public AberrationJudgement Judge()
    {
        var whole = JudgeWhole();
        MeasureCells();
        var (part, box) = JudgePart();
        return new AberrationJudgement(box is null ? whole : Math.Max(whole, part), box, HeatMap.Of(Columns, _measures));
    }

    private double JudgeWhole()
    {
        _fit.Clear();
        for (var cell = 0; cell < _cells.Length; cell++) _fit.Add(_cells[cell], PlaceX(cell), PlaceY(cell));
        _fit.Solve(hasScale: true);
        var sum = 0.0;
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            var length = _fit.LengthAt(PlaceX(cell), PlaceY(cell));
            _wholeLengths[cell] = length;
            sum += length * length;
        }

        return Measure(Math.Sqrt(sum / _cells.Length), _fit.ExplainedShare, Patches);
    }

    private double Measure(double length, double explainedShare, int patches) =>
        _pixelPx * length * Math.Sqrt(Math.Clamp((explainedShare - ChanceShare / patches) / FullShare, 0, 1));

    private double PlaceX(int cell) => (cell % Columns + 0.5) / Columns * 2 - 1;

    private double PlaceY(int cell) => ((cell / Columns + 0.5) / _rows * 2 - 1) * _format.HeightPx / _format.WidthPx;

    /// <summary>Fits each cell with its neighbours: one cell has too few edges.</summary>
    private void MeasureCells()
    {
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            _measures[cell] = 0;
            _around.Clear();
            foreach (var near in Neighbours(cell)) _around.Add(_cells[near]);
            if (_around.Patches < CellPatchesMin || _cells[cell].Patches == 0) continue;
            _fit.Clear();
            _fit.Add(_around, 0, 0);
            _fit.Solve(hasScale: false);
            _lengths[cell] = _fit.LengthAt(0, 0);
            _measures[cell] = Measure(_lengths[cell], _fit.ExplainedShare, _around.Patches);
        }
    }

    /// <summary>The group of cells that are displaced most, measured by what is typical of it; no box where none stands out.</summary>
    private (double Raw, FrameBox? Box) JudgePart()
    {
        var greatest = _measures.Max();
        if (greatest <= 0) return (0, null);
        var best = (Raw: 0.0, Box: (FrameBox?)null);
        var seen = new bool[_cells.Length];
        var group = new List<int>();
        for (var first = 0; first < _cells.Length; first++)
        {
            if (seen[first] || _measures[first] < greatest / 2) continue;
            group.Clear();
            group.Add(first);
            seen[first] = true;
            for (var i = 0; i < group.Count; i++)
            {
                foreach (var near in Neighbours(group[i]))
                {
                    if (seen[near] || _measures[near] < greatest / 2) continue;
                    seen[near] = true;
                    group.Add(near);
                }
            }

            var raw = LocalWeight * group.Average(cell => _measures[cell]);
            var standsOut = group.Sum(cell => _lengths[cell]) > LocalRatio * group.Sum(cell => _wholeLengths[cell]);
            if (group.Count >= LocalCellsMin && standsOut && raw > best.Raw) best = (raw, BoxOf(group));
        }

        return best;
    }

    private FrameBox BoxOf(List<int> group)
    {
        var left = group.Min(cell => cell % Columns) * _format.WidthPx / Columns;
        var right = (group.Max(cell => cell % Columns) + 1) * _format.WidthPx / Columns;
        var top = group.Min(cell => cell / Columns) * _format.HeightPx / _rows;
        var bottom = (group.Max(cell => cell / Columns) + 1) * _format.HeightPx / _rows;
        return new FrameBox(left, top, right - left, bottom - top);
    }

    private IEnumerable<int> Neighbours(int cell)
    {
        var (column, row) = (cell % Columns, cell / Columns);
        for (var y = Math.Max(0, row - 1); y <= Math.Min(_rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(Columns - 1, column + 1); x++) yield return y * Columns + x;
        }
    }
}

/// <summary>What a map says.</summary>
/// <param name="Raw">The raw measure, luma pixels.</param>
/// <param name="Box">Where; null for the whole frame.</param>
/// <param name="Heat">Displacements of the cells.</param>
internal sealed record AberrationJudgement(double Raw, FrameBox? Box, HeatMap Heat);
