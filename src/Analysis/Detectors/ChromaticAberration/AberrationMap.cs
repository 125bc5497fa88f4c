namespace FunctionsPipeline.Analysis;

/// <summary>What patches over the frame say about displaced colours, in cells, and the judgement over all of them.</summary>
internal sealed class AberrationMap
{
    /// <summary>Cells in a row at most, and fewer where a cell would hold no patch; a column has as many as make them about square.</summary>
    private const int ColumnsMax = 16;

    private const int LumaPxPerChromaPx = 2;

    /// <summary>
    /// What a displacement explains of clean patches by chance, times their number. The unknowns alone would explain less; neighbouring
    /// samples of a thing that stands still are alike.
    /// </summary>
    private const double ChanceShare = 6;

    /// <summary>The same for a single cell with its neighbours, which says where and not whether: the whole part is judged afterwards.</summary>
    private const double CellChanceShare = 2;

    /// <summary>Share explained from which on a displacement counts fully; the rest of the fringes is texture and compression.</summary>
    private const double FullShare = 0.15;

    /// <summary>Patches with an edge that a cell and its neighbours need for an answer of their own.</summary>
    private const int CellPatchesMin = 6;

    /// <summary>A part is displaced by itself when the other cells that have edges are so much less so, on average.</summary>
    private const double RestShareMax = 0.4;

    /// <summary>Weight of a part against the whole picture: it has fewer edges to agree.</summary>
    private const double LocalWeight = 0.6;

    /// <summary>
    /// Share of the greatest measure that a cell of the box has: a cell is measured with its neighbours, so those around a displaced part
    /// have something of it too.
    /// </summary>
    private const double BoxShare = 0.6;

    /// <summary>Cells that a displaced part has at least.</summary>
    private const int LocalCellsMin = 4;

    private readonly VideoFormat _format;
    private readonly double _pixelPx;
    private readonly int _columns;
    private readonly int _rows;
    private readonly AberrationSums[] _cells;
    private readonly AberrationSums _around = new();
    private readonly AberrationFit _fit = new();
    private readonly double[] _measures;

    // Cells that could be measured: one without edges is not known to be in place.
    private readonly bool[] _hasEdges;

    /// <summary>Makes a map.</summary>
    /// <param name="format">The video.</param>
    /// <param name="scale">Chroma pixels on a side of a patch's pixel.</param>
    public AberrationMap(VideoFormat format, int scale)
    {
        (_format, _pixelPx) = (format, LumaPxPerChromaPx * scale);
        _columns = Math.Clamp(format.ChromaWidthPx / (ColourPatch.SidePx * scale), 1, ColumnsMax);
        _rows = Math.Max(1, (int)Math.Round((double)_columns * format.HeightPx / format.WidthPx));
        _cells = new AberrationSums[_columns * _rows];
        for (var i = 0; i < _cells.Length; i++) _cells[i] = new AberrationSums();
        _measures = new double[_cells.Length];
        _hasEdges = new bool[_cells.Length];
    }

    /// <summary>Patches with an edge.</summary>
    public int Patches => _cells.Sum(cell => cell.Patches);

    /// <summary>Adds a patch whose middle is at (x, y) of the chroma planes.</summary>
    public void Add(ColourPatch patch, int x, int y)
    {
        var column = Math.Min(_columns - 1, x * _columns / _format.ChromaWidthPx);
        var row = Math.Min(_rows - 1, y * _rows / _format.ChromaHeightPx);
        _cells[row * _columns + column].Add(patch);
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
        return new AberrationJudgement(box is null ? whole : Math.Max(whole, part), box, HeatMap.Of(_columns, _measures));
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
            sum += length * length;
        }

        return Measure(Math.Sqrt(sum / _cells.Length), ChanceShare / Patches);
    }

    /// <summary>The displacement of the last fit, as far as it explains more than chance does.</summary>
    private double Measure(double length, double chance) =>
        _pixelPx * length * Math.Sqrt(Math.Clamp((_fit.ExplainedShare - chance) / FullShare, 0, 1));

    private double PlaceX(int cell) => (cell % _columns + 0.5) / _columns * 2 - 1;

    private double PlaceY(int cell) => ((cell / _columns + 0.5) / _rows * 2 - 1) * _format.HeightPx / _format.WidthPx;

    /// <summary>Fits each cell with its neighbours: one cell has too few edges.</summary>
    private void MeasureCells()
    {
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            (_measures[cell], _hasEdges[cell]) = (0, false);
            _around.Clear();
            foreach (var near in Neighbours(cell)) _around.Add(_cells[near]);
            if (_around.Patches < CellPatchesMin || _cells[cell].Patches == 0) continue;
            _fit.Clear();
            _fit.Add(_around, 0, 0);
            _fit.Solve(hasScale: false);
            _measures[cell] = Measure(_fit.LengthAt(0, 0), CellChanceShare / _around.Patches);
            _hasEdges[cell] = true;
        }
    }

    /// <summary>The group of cells that are displaced most, measured as one; no box where none stands out.</summary>
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

            var raw = LocalWeight * MeasureGroup(group);
            if (group.Count >= LocalCellsMin && StandsOut(group) && raw > best.Raw) best = (raw, BoxOf(group));
        }

        return best;
    }

    private bool StandsOut(List<int> group)
    {
        var (sum, cells) = (0.0, 0);
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            if (!_hasEdges[cell] || group.Contains(cell)) continue;
            sum += _measures[cell];
            cells++;
        }

        return cells >= LocalCellsMin && sum / cells < RestShareMax * group.Average(cell => _measures[cell]);
    }

    /// <summary>Fits all cells of a group as one.</summary>
    private double MeasureGroup(List<int> group)
    {
        _fit.Clear();
        foreach (var cell in group) _fit.Add(_cells[cell], 0, 0);
        _fit.Solve(hasScale: false);
        return Measure(_fit.LengthAt(0, 0), ChanceShare / group.Sum(cell => _cells[cell].Patches));
    }

    private FrameBox BoxOf(List<int> cells)
    {
        var least = BoxShare * cells.Max(cell => _measures[cell]);
        var group = cells.FindAll(cell => _measures[cell] >= least);
        var left = group.Min(cell => cell % _columns) * _format.WidthPx / _columns;
        var right = (group.Max(cell => cell % _columns) + 1) * _format.WidthPx / _columns;
        var top = group.Min(cell => cell / _columns) * _format.HeightPx / _rows;
        var bottom = (group.Max(cell => cell / _columns) + 1) * _format.HeightPx / _rows;
        return new FrameBox(left, top, right - left, bottom - top);
    }

    private IEnumerable<int> Neighbours(int cell)
    {
        var (column, row) = (cell % _columns, cell / _columns);
        for (var y = Math.Max(0, row - 1); y <= Math.Min(_rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(_columns - 1, column + 1); x++) yield return y * _columns + x;
        }
    }
}

/// <summary>What a map says.</summary>
/// <param name="Raw">The raw measure, luma pixels.</param>
/// <param name="Box">Where; null for the whole frame.</param>
/// <param name="Heat">Displacements of the cells.</param>
internal sealed record AberrationJudgement(double Raw, FrameBox? Box, HeatMap Heat);
