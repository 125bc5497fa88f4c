using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds content that came from nowhere: a place that had looked the same for a while shows what was nowhere near before. Things that move
/// bring their look along, and the scene behind them was seen before they came; a stain, a patch or a surface that runs out is new.
/// </summary>
/// <remarks>
/// What moves by itself comes out from behind something without having been seen: <see cref="MovedContent"/> tells. What enters at the border
/// was not seen either: a rim is left out.
/// </remarks>
internal sealed class NewContent
{
    /// <summary>Looks come so often.</summary>
    private const double LookSeconds = 0.2;

    /// <summary>Small pixels on the short side, about.</summary>
    private const double ShortSidePx = 128;

    /// <summary>Small pixels from one window to the next.</summary>
    private const int StepPx = 2;

    /// <summary>Small pixels at the border in which things enter.</summary>
    private const int RimPx = 12;

    /// <summary>Share of a window's contrast by which looks at the same thing differ.</summary>
    private const double SameShare = 0.15;

    /// <summary>Differences of steady places that may be noise, in units of the one that three in ten of them stay under.</summary>
    private const int SameNoises = 4;
    private const int SteadyNoises = 3;

    /// <summary>Levels squared added, for rounding.</summary>
    private const int DifferenceFloor = 15;

    /// <summary>Way of its own that is motion, short sides of the picture a second.</summary>
    private const double MovingPerSecond = 0.08;

    /// <summary>When more of the picture is new, another scene shows.</summary>
    private const double OtherSceneShare = 0.3;

    /// <summary>Share of the places that must have been steady; with fewer the camera is not known, or everything moves.</summary>
    private const double SteadyPlacesMin = 0.25;

    /// <summary>Of a window and the eight around it so many must be new: what is thinner is the outline of a thing.</summary>
    private const int NewAroundMin = 4;

    /// <summary>Levels that count at most: how much a stain differs hangs on what it covers.</summary>
    private const float LevelsMax = 60;

    /// <summary>Two looks that show a place the same before a stain came: the one for stains that grow quickly, the other for slow ones.</summary>
    private static readonly (int Later, int Earlier)[] SteadyLooks = [(2, 3), (4, 5)];

    private readonly CellGrid _grid;
    private readonly int _factor;
    private readonly int _columns;
    private readonly int _rows;
    private readonly PastLooks _looks;
    private readonly ContentSearch _search;
    private readonly MovedContent _moved;
    private readonly int[] _noises = new int[SteadyLooks.Length];
    private readonly float[] _spread;
    private readonly int[] _limits;
    private readonly float[] _new;
    private float[] _marks;
    private float[] _marksBefore;
    private PlaneMap _camera = PlaneMap.Identity;
    private double _lookSeconds = double.NegativeInfinity;
    private bool _isSteady;

    /// <summary>Makes a search for a video.</summary>
    public NewContent(CellGrid grid)
    {
        (_grid, Strength) = (grid, new float[grid.Count]);
        _factor = Math.Max(1, (int)Math.Round(Math.Min(grid.WidthPx, grid.HeightPx) / ShortSidePx));
        var (width, height) = (grid.WidthPx / _factor, grid.HeightPx / _factor);
        (_columns, _rows) = (WindowsOn(width), WindowsOn(height));
        _looks = new PastLooks(width, height, _factor);
        _search = new ContentSearch(_looks);
        _moved = new MovedContent(_looks, _search);
        var windows = _columns * _rows;
        (_limits, _spread, _new) = (new int[windows], new float[windows], new float[windows]);
        (_marks, _marksBefore) = (new float[windows], new float[windows]);
    }

    /// <summary>How little new content resembles anything seen before, levels, as a mean over the cell.</summary>
    public float[] Strength { get; }

    /// <summary>Forgets everything: another shot begins.</summary>
    public void Clear()
    {
        _looks.Clear();
        _camera = PlaneMap.Identity;
        _lookSeconds = double.NegativeInfinity;
        _isSteady = false;
        Array.Clear(_marksBefore);
        Array.Clear(Strength);
    }

    /// <summary>Takes a frame; what it is measured by stays until the next look.</summary>
    /// <returns>False while too little of the scene has been seen for long enough, and for pictures of a few pixels.</returns>
    public bool Measure(WorkingFrame frame, CellMeasures cells)
    {
        if (_new.Length == 0) return false;
        _camera = PlaneMap.Of(cells.Camera).Then(_camera);
        // Time stamps are rounded.
        if (cells.Seconds < _lookSeconds + LookSeconds - 1e-3) return _isSteady;
        _lookSeconds = cells.Seconds;
        _looks.Add(frame, _camera);
        _camera = PlaneMap.Identity;
        Array.Clear(Strength);
        Array.Clear(_marks);
        _isSteady = Compare(cells);
        (_marks, _marksBefore) = (_marksBefore, _marks);
        return _isSteady;
    }

    private static int WindowsOn(int sizePx) => Math.Max(0, (sizePx - 2 * RimPx - SmallPicture.WindowPx) / StepPx + 1);

    /// <returns>False when too few places were steady.</returns>
    private bool Compare(CellMeasures cells)
    {
        for (var pair = 0; pair < SteadyLooks.Length; pair++) _noises[pair] = NoiseOf(SteadyLooks[pair]);
        var (steady, changed) = FindChanged(cells);
        if (steady < SteadyPlacesMin * _new.Length) return false;
        if (changed > OtherSceneShare * _new.Length) return true;
        for (var window = 0; window < _new.Length; window++) _new[window] = AreAround(window, _limits) ? LevelsOf(window, cells) : 0;
        MarkAreas();
        AddToCells();
        return true;
    }

    /// <summary>Finds places that do not look as they did, of those that were steady or that something moves at; only these have a limit.</summary>
    private (int Steady, int Changed) FindChanged(CellMeasures cells)
    {
        var (steady, changed, mostNoise) = (0, 0, _noises.Max());
        for (var window = 0; window < _limits.Length; window++)
        {
            _limits[window] = 0;
            var (x, y) = CornerOf(window);
            var (noise, isMoving) = (NoiseWhereSteady(x, y), IsMoving(cells, x, y));
            if (noise is not null) steady++;
            else if (!isMoving || mostNoise == 0) continue;
            var limit = (int)(SameShare * _looks.Now.Contrast(x, y)) + SameNoises * (noise ?? mostNoise) + DifferenceFloor;
            if (_search.WasThere(x, y, limit)) continue;
            _limits[window] = limit;
            changed += isMoving ? 0 : 1;
        }

        return (steady, changed);
    }

    /// <summary>A low difference between two looks at a steady scene; 0 without such looks.</summary>
    private int NoiseOf((int Later, int Earlier) pair)
    {
        const double Rank = 0.3;
        const int Enough = 12;
        if (_looks.Count < pair.Earlier) return 0;
        var count = 0;
        for (var window = 0; window < _new.Length; window++)
        {
            var (x, y) = CornerOf(window);
            if (IsInSight(pair, x, y)) _spread[count++] = _looks.Laid(pair.Later).Difference(x, y, _looks.Laid(pair.Earlier), x, y);
        }

        return count < Enough ? 0 : Math.Max(1, (int)OrderStatistic.Of(_spread.AsSpan(0, count), (int)(Rank * count)));
    }

    /// <summary>The noise where a place looked the same in two looks before; null where it did not.</summary>
    private int? NoiseWhereSteady(int x, int y)
    {
        for (var pair = 0; pair < SteadyLooks.Length; pair++)
        {
            var noise = _noises[pair];
            if (noise == 0 || !IsInSight(SteadyLooks[pair], x, y)) continue;
            var (later, earlier) = (_looks.Laid(SteadyLooks[pair].Later), _looks.Laid(SteadyLooks[pair].Earlier));
            var limit = (int)(SameShare * later.Contrast(x, y)) + SteadyNoises * noise;
            if (later.Difference(x, y, earlier, x, y, limit) <= limit) return noise;
        }

        return null;
    }

    private bool IsInSight((int Later, int Earlier) pair, int x, int y) => _looks.WasInSight(pair.Later, x, y) && _looks.WasInSight(pair.Earlier, x, y);

    /// <summary>True where the flow says that something moves in the scene and in the picture.</summary>
    private bool IsMoving(CellMeasures cells, int x, int y)
    {
        var cell = CellOf(x + SmallPicture.WindowPx / 2, y + SmallPicture.WindowPx / 2);
        var most = MovingPerSecond * cells.StepSeconds * Math.Min(_grid.WidthPx, _grid.HeightPx);
        return Math.Max(Math.Abs(cells.OwnX[cell]), Math.Abs(cells.OwnY[cell])) > most
            && Math.Max(Math.Abs(cells.WayX[cell]), Math.Abs(cells.WayY[cell])) > most;
    }

    /// <summary>How much a place differs from all that was seen near it, levels; 0 where it does not.</summary>
    private float LevelsOf(int window, CellMeasures cells)
    {
        var ((x, y), limit) = (CornerOf(window), _limits[window]);
        var least = _search.LeastDifference(x, y, limit);
        if (least <= limit || _moved.IsExplained(x, y, limit, IsMoving(cells, x, y))) return 0;
        return Math.Min(LevelsMax, MathF.Sqrt((least - limit / 2f) / (SmallPicture.WindowPx * SmallPicture.WindowPx)));
    }

    /// <summary>Marks what is new over an area.</summary>
    private void MarkAreas()
    {
        for (var window = 0; window < _new.Length; window++)
        {
            if (AreAround(window, _new)) _marks[window] = _new[window];
        }
    }

    /// <summary>True where a window is not 0 and enough around it are not.</summary>
    private bool AreAround<T>(int window, T[] field)
        where T : INumber<T>
    {
        if (T.IsZero(field[window])) return false;
        var (column, row, around) = (window % _columns, window / _columns, 0);
        for (var y = Math.Max(0, row - 1); y <= Math.Min(_rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(_columns - 1, column + 1); x++) around += T.IsZero(field[y * _columns + x]) ? 0 : 1;
        }

        return around >= NewAroundMin;
    }

    /// <summary>What was marked in the look before too counts: sparks and flicker do not last.</summary>
    private void AddToCells()
    {
        var perWindow = (float)(StepPx * StepPx * _factor * _factor) / (_grid.CellPx * _grid.CellPx);
        for (var window = 0; window < _marks.Length; window++)
        {
            if (_marks[window] == 0) continue;
            var (x, y) = CornerOf(window);
            var lasting = Math.Min(_marks[window], MarkedBefore(x, y));
            Strength[CellOf(x + SmallPicture.WindowPx / 2, y + SmallPicture.WindowPx / 2)] += lasting * perWindow;
        }
    }

    /// <summary>The strongest mark of the look before around a place; what spreads has come a little further since.</summary>
    private float MarkedBefore(int x, int y)
    {
        var (beforeX, beforeY) = _looks.MapTo(1).Apply(x, y);
        var (column, row) = ((int)Math.Round((beforeX - RimPx) / StepPx), (int)Math.Round((beforeY - RimPx) / StepPx));
        var strongest = 0f;
        for (var nearY = Math.Max(0, row - 1); nearY <= Math.Min(_rows - 1, row + 1); nearY++)
        {
            for (var nearX = Math.Max(0, column - 1); nearX <= Math.Min(_columns - 1, column + 1); nearX++) strongest = Math.Max(strongest, _marksBefore[nearY * _columns + nearX]);
        }

        return strongest;
    }

    private (int X, int Y) CornerOf(int window) => (RimPx + window % _columns * StepPx, RimPx + window / _columns * StepPx);

    private int CellOf(int x, int y) =>
        Math.Min(y * _factor / _grid.CellPx, _grid.Rows - 1) * _grid.Columns + Math.Min(x * _factor / _grid.CellPx, _grid.Columns - 1);
}
