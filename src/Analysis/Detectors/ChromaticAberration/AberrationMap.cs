namespace FunctionsPipeline.Analysis;

/// <summary>What patches over the frame say about displaced colours, in cells, and the judgement over all of them.</summary>
internal sealed class AberrationMap
{
    /// <summary>Cells in a row at most, and fewer where a cell would hold no patch; a column has as many as make them about square.</summary>
    private const int ColumnsMax = 16;

    /// <summary>How much more coherent than clean pictures by chance a displacement is that all parts agree on.</summary>
    private const double CoherenceRange = 0.2;

    /// <summary>Gain of agreement from which on a displacement counts fully: less is noise and compression.</summary>
    private const double GainFull = 0.12;

    /// <summary>Patches with an edge that a cell and its neighbours need for an answer of their own.</summary>
    private const int CellPatchesMin = 6;

    /// <summary>A part is displaced by itself when the other cells that have edges are so much less so, on average.</summary>
    private const double RestShareMax = 0.4;

    /// <summary>Weight of a part against the whole picture: it has fewer edges to agree.</summary>
    private const double LocalWeight = 0.6;

    /// <summary>Displacement of a part that is the cause of the whole picture's, as a share of that.</summary>
    private const double PartShareMin = 0.75;

    /// <summary>Gain of agreement that a few edges reach by chance.</summary>
    private const double GainByChance = 0.35;

    /// <summary>Gain of agreement that only edges which are all displaced alike reach.</summary>
    private const double GainSure = 0.5;

    /// <summary>Doubt that is left in a part whose colours fit when they are moved back.</summary>
    private const double DoubtLeft = 0.4;

    /// <summary>
    /// Share of the greatest measure at which the box ends: a cell is measured with its neighbours, so those around a displaced part have
    /// something of it too.
    /// </summary>
    private const double BoxShare = 0.5;

    /// <summary>Share of the cells with edges up to which nothing is known of the rest.</summary>
    private const double ConfinedShareMax = 0.33;

    /// <summary>Cells that a displaced part has at least.</summary>
    private const int LocalCellsMin = 4;

    /// <summary>Greatest displacement looked for, share of the long side, and pixels at least.</summary>
    private const double ReachShare = 0.0155;

    private const int ReachMinPx = 4;

    /// <summary>Between chroma sampled in the middle of four pixels and at the left of them, luma pixels.</summary>
    private const double ChromaPlaceLumaPx = 0.5;

    /// <summary>Patches looked at in a frame at most: enough edges for a fit, at any size of the video.</summary>
    private const int PatchesMax = 260;

    /// <summary>Measures are in thousandths of the long side: what a displacement looks like hangs on the size it is seen at.</summary>
    private const double Thousandths = 1000;

    private readonly VideoFormat _format;
    private readonly ColourDetail _detail;
    private readonly double _coherenceMin;
    private readonly bool _isGainTold;
    private readonly int _reach;
    private readonly int _columns;
    private readonly int _rows;
    private readonly ColourAgreement[] _cells;
    private readonly AberrationFit _fit;
    private readonly double[] _measures;
    // Cells that could be measured: one without edges is not known to be in place.
    private readonly bool[] _hasEdges;

    /// <summary>Makes a map.</summary>
    /// <param name="format">The video.</param>
    /// <param name="detail">Where frames' detail will be.</param>
    /// <param name="coherenceMin">Coherence of clean pictures by chance, 0 to 1.</param>
    /// <param name="isGainTold">Whether gain speaks for a displaced part: not where planes have few edges in common anyway.</param>
    /// <param name="fixedPlane">The plane that displacements are against.</param>
    /// <param name="movedPlanes">The planes that may be displaced, two.</param>
    public AberrationMap(VideoFormat format, ColourDetail detail, double coherenceMin, bool isGainTold, ColourPlane fixedPlane, params ColourPlane[] movedPlanes)
    {
        (_format, _detail, _coherenceMin, _isGainTold) = (format, detail, coherenceMin, isGainTold);
        var longSidePx = Math.Max(_detail.WidthPx, _detail.HeightPx);
        _reach = Math.Clamp((int)Math.Ceiling(longSidePx * ReachShare), ReachMinPx, ColourAgreement.ReachPx);
        _fit = new AberrationFit(_reach, ChromaPlaceLumaPx / _detail.LumaPxPerPixel);
        _columns = Math.Clamp(_detail.WidthPx / ColourAgreement.PatchPx, 1, ColumnsMax);
        _rows = Math.Max(1, (int)Math.Round((double)_columns * format.HeightPx / format.WidthPx));
        _cells = new ColourAgreement[_columns * _rows];
        for (var i = 0; i < _cells.Length; i++) _cells[i] = new ColourAgreement(fixedPlane, movedPlanes);
        _measures = new double[_cells.Length];
        _hasEdges = new bool[_cells.Length];
    }

    /// <summary>Patches with an edge.</summary>
    public int Patches => _cells.Sum(cell => cell.Patches);

    /// <summary>Adds the frame that the detail is of. Where there are too many patches, others are taken in each sample.</summary>
    public void Add(int sample)
    {
        var columns = (_detail.WidthPx - 2 * _reach) / ColourAgreement.PatchPx;
        var rows = (_detail.HeightPx - 2 * _reach) / ColourAgreement.PatchPx;
        if (columns < 1 || rows < 1) return;
        var step = (columns * rows + PatchesMax - 1) / PatchesMax;
        for (var index = sample % step; index < columns * rows; index += step)
        {
            var (x, y) = (_reach + index % columns * ColourAgreement.PatchPx, _reach + index / columns * ColourAgreement.PatchPx);
            var column = Math.Min(_columns - 1, (x + ColourAgreement.PatchPx / 2) * _columns / _detail.WidthPx);
            var row = Math.Min(_rows - 1, (y + ColourAgreement.PatchPx / 2) * _rows / _detail.HeightPx);
            _cells[row * _columns + column].Add(_detail, x, y, _reach);
        }
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
        var heat = HeatMap.Of(_columns, _measures);

        // What is displaced in a part shows in the whole too, but not as far.
        var isPart = box is not null && part >= LocalWeight * PartShareMin * whole;
        return new AberrationJudgement(Math.Max(part, whole), isPart ? box : BoxOfConfined(), heat);
    }

    /// <summary>The box of what is displaced where only a part of the picture has edges at all; null where it is the whole frame's.</summary>
    private FrameBox? BoxOfConfined()
    {
        var known = Enumerable.Range(0, _cells.Length).Where(cell => _hasEdges[cell]).ToList();
        if (known.Count == 0 || known.Count > ConfinedShareMax * _cells.Length) return null;
        var greatest = known.Max(cell => _measures[cell]);
        return greatest > 0 ? BoxOf(known.FindAll(cell => _measures[cell] >= BoxShare * greatest)) : null;
    }

    private double JudgeWhole()
    {
        _fit.Clear();
        for (var cell = 0; cell < _cells.Length; cell++) _fit.Add(_cells[cell], PlaceX(cell), PlaceY(cell));
        _fit.Solve(hasGrowth: true);
        var sum = 0.0;
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            var length = _fit.LengthAt(PlaceX(cell), PlaceY(cell));
            sum += length * length;
        }

        return Measure(Math.Sqrt(sum / _cells.Length), _fit.Doubt);
    }

    /// <summary>The displacement of the last fit, as far as the parts agree on it.</summary>
    private double Measure(double lengthPx, double doubt)
    {
        var trust = Math.Clamp((_fit.Coherence - doubt - _coherenceMin) / CoherenceRange, 0, 1) * Math.Clamp(_fit.Gain / GainFull, 0, 1);
        return Thousandths * lengthPx * trust / Math.Max(_detail.WidthPx, _detail.HeightPx);
    }

    private double PlaceX(int cell) => (cell % _columns + 0.5) / _columns * 2 - 1;

    private double PlaceY(int cell) => ((cell / _columns + 0.5) / _rows * 2 - 1) * _format.HeightPx / _format.WidthPx;

    /// <summary>Fits each cell with its neighbours: one cell has too few edges.</summary>
    private void MeasureCells()
    {
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            (_measures[cell], _hasEdges[cell]) = (0, false);
            if (_cells[cell].Patches == 0 || Neighbours(cell).Sum(near => _cells[near].Patches) < CellPatchesMin) continue;
            _fit.Clear();
            foreach (var near in Neighbours(cell)) _fit.Add(_cells[near], 0, 0);
            _fit.Solve(hasGrowth: false, isFine: false);
            _measures[cell] = Measure(_fit.LengthAt(0, 0), 0);
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

    /// <summary>
    /// Fits all cells of a group as one. Few edges agree on a wrong displacement by chance, but hardly in both colours, and hardly by much.
    /// </summary>
    private double MeasureGroup(List<int> group)
    {
        _fit.Clear();
        foreach (var cell in group) _fit.Add(_cells[cell], PlaceX(cell), PlaceY(cell));
        _fit.Solve(hasGrowth: false);
        var sure = _isGainTold ? Math.Clamp((_fit.Gain - GainByChance) / (GainSure - GainByChance), 0, 1) : 0;
        return Measure(_fit.LesserLength(), _fit.Doubt * (1 - (1 - DoubtLeft) * sure));
    }

    /// <summary>
    /// The box around a group. A displaced part ends between the cells whose measures lie above and below the share of the greatest; beside
    /// a cell without edges it ends with the last one that has some.
    /// </summary>
    private FrameBox BoxOf(List<int> cells)
    {
        var least = BoxShare * cells.Max(cell => _measures[cell]);
        var group = cells.FindAll(cell => _measures[cell] >= least);
        var (firstColumn, lastColumn) = (group.Min(cell => cell % _columns), group.Max(cell => cell % _columns));
        var (firstRow, lastRow) = (group.Min(cell => cell / _columns), group.Max(cell => cell / _columns));
        double AcrossRows(int column) => Enumerable.Range(firstRow, lastRow - firstRow + 1).Max(row => _hasEdges[row * _columns + column] ? _measures[row * _columns + column] : -1);
        double AcrossColumns(int row) => Enumerable.Range(firstColumn, lastColumn - firstColumn + 1).Max(column => _hasEdges[row * _columns + column] ? _measures[row * _columns + column] : -1);
        var left = End(AcrossRows, firstColumn, -1, _columns, least) * _format.WidthPx / _columns;
        var right = End(AcrossRows, lastColumn, 1, _columns, least) * _format.WidthPx / _columns;
        var top = End(AcrossColumns, firstRow, -1, _rows, least) * _format.HeightPx / _rows;
        var bottom = End(AcrossColumns, lastRow, 1, _rows, least) * _format.HeightPx / _rows;
        return new FrameBox((int)left, (int)top, (int)Math.Ceiling(right) - (int)left, (int)Math.Ceiling(bottom) - (int)top);
    }

    /// <summary>Where a line of cells falls below a measure beyond its last cell above it, cells from the border of the picture.</summary>
    private static double End(Func<int, double> measureOf, int last, int direction, int count, double least)
    {
        var edge = last + (1 + direction) / 2.0;
        var next = last + direction;
        if (next < 0 || next >= count || measureOf(next) is var beyond && beyond < 0) return edge;
        var within = measureOf(last);
        return last + 0.5 + direction * (within - least) / Math.Max(within - beyond, 1e-9);
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
/// <param name="Raw">The raw measure, thousandths of the long side.</param>
/// <param name="Box">Where; null for the whole frame.</param>
/// <param name="Heat">Displacements of the cells.</param>
internal sealed record AberrationJudgement(double Raw, FrameBox? Box, HeatMap Heat);
