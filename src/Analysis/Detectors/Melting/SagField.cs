namespace FunctionsPipeline.Analysis;

/// <summary>
/// How much what is in each cell was stretched downwards since earlier pictures: what melts runs down the faster the lower it is, and
/// all of it stays in sight. What falls goes down as a whole and uncovers what was behind it, and a zoom stretches sideways as well.
/// Only what lasts from one look to the next counts. Buffers are made once.
/// </summary>
internal sealed class SagField
{
    /// <summary>Correlation with how the content looked from which it is taken for the same, and from which this is certain.</summary>
    private const float AgreementMin = 0.6f;
    private const float AgreementSure = 0.9f;

    /// <summary>Share of the structure that must lie across its main direction: along stripes, ways are not known.</summary>
    private const float AcrossShare = 0.08f;

    /// <summary>Structure in units of the noise from which ways begin to be known.</summary>
    private const float StructureNoises = 0.5f;

    /// <summary>Cells that were out of sight since, counted as whole cells in whole frames, from which the content is another.</summary>
    private const float HiddenMax = 0.5f;

    /// <summary>Trust of all nine cells together from which a stretch is measured, and from which it is certain.</summary>
    private const float TrustMin = 2.9f;
    private const float TrustSure = 5;

    /// <summary>Where content is covered or uncovered, ways change almost as much as places do: stretches from which this is likely, and at which it is certain.</summary>
    private const float TornFrom = 0.3f;
    private const float TornAt = 0.5f;
    private const float TornAcrossFrom = 0.3f;
    private const float TornAcrossAt = 0.5f;

    /// <summary>A stretch down counts less so many times the stretch or shear sideways: what melts runs straight down.</summary>
    private const float SidewaysWeight = 2;

    /// <summary>Own way down from which it is certain that something runs down, a share of the picture's height.</summary>
    private const float RunShare = 0.015f;

    private readonly CellGrid _grid;
    private readonly OwnWays _ways;
    private readonly float[] _corners;
    private readonly float[] _details;
    private readonly float[] _trust;
    private float[] _now;
    private float[] _before;
    private bool _hasBefore;

    /// <summary>Makes a field in which nothing sags.</summary>
    public SagField(CellGrid grid)
    {
        _grid = grid;
        _ways = new OwnWays(grid);
        (_corners, _details, _trust) = (new float[grid.Count], new float[grid.Count], new float[grid.Count]);
        (_now, _before, Lasting) = (new float[grid.Count], new float[grid.Count], new float[grid.Count]);
    }

    /// <summary>Stretch that was there at the last look too, a share of the present height.</summary>
    public float[] Lasting { get; }

    /// <summary>Forgets everything: another shot begins.</summary>
    public void Clear()
    {
        _hasBefore = false;
        Array.Clear(Lasting);
    }

    /// <summary>Begins a look at the present picture.</summary>
    public void Begin(CellMeasures cells)
    {
        (_now, _before) = (_before, _now);
        Array.Clear(_now);
        CellSmoothing.Smooth(_grid, cells.Corner, _corners);
        CellSmoothing.Smooth(_grid, cells.Detail, _details);
    }

    /// <summary>Compares with an earlier picture; the greater stretch counts.</summary>
    /// <param name="earlier">The earlier picture.</param>
    /// <param name="agreement">How well each cell agrees with it.</param>
    /// <param name="noise">Squared gradient of noise, levels squared.</param>
    public void Add(EarlierPicture earlier, ReadOnlySpan<float> agreement, float noise)
    {
        for (var cell = 0; cell < _grid.Count; cell++) _trust[cell] = TrustIn(cell, earlier, agreement[cell], noise);
        if (!_ways.Measure(earlier, _trust)) return;
        for (var cell = 0; cell < _grid.Count; cell++) _trust[cell] *= Math.Clamp(1 - earlier.Hidden[cell] / HiddenMax, 0, 1);
        for (var cell = 0; cell < _grid.Count; cell++) _now[cell] = Math.Max(_now[cell], StretchAt(cell));
    }

    /// <summary>Ends the look: a stretch counts as far as the last look showed it in the cell or beside it.</summary>
    public void End()
    {
        for (var cell = 0; cell < _grid.Count; cell++) Lasting[cell] = _hasBefore && _now[cell] > 0 ? Math.Min(_now[cell], StrongestBefore(cell)) : 0;
        _hasBefore = true;
    }

    /// <summary>How far a cell's way since is to be trusted, 0 to 1.</summary>
    private float TrustIn(int cell, EarlierPicture earlier, float agreement, float noise)
    {
        if (agreement <= AgreementMin || !earlier.IsInside(cell)) return 0;
        var (corner, edge) = (_corners[cell], _details[cell] - _corners[cell]);
        var known = Math.Clamp(corner / (AcrossShare * edge + 0.001f), 0, 1) * Math.Clamp((corner - StructureNoises * noise) / (noise + 1), 0, 1);
        return known * Math.Min(1, (agreement - AgreementMin) / (AgreementSure - AgreementMin));
    }

    /// <summary>The stretch of a cell and those around it, by least squares over their own ways.</summary>
    private float StretchAt(int cell)
    {
        if (_trust[cell] <= 0 && _ways.Y[cell] <= 0) return 0;
        var (column, row) = (cell % _grid.Columns, cell / _grid.Columns);
        var sums = new AffineSums();
        for (var y = Math.Max(0, row - 1); y <= Math.Min(_grid.Rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(_grid.Columns - 1, column + 1); x++)
            {
                var near = y * _grid.Columns + x;
                if (_trust[near] <= 0) continue;
                sums.Add((x - column) * _grid.CellPx, (y - row) * _grid.CellPx, _ways.X[near], _ways.Y[near], _trust[near]);
            }
        }

        if (sums.Weight <= TrustMin || sums.Solve() is not { } ways) return 0;
        var (down, sideways, shear) = Strain(ways);
        var sure = Math.Min(1, (sums.Weight - TrustMin) / (TrustSure - TrustMin))
            * Math.Clamp((TornAt - down) / (TornAt - TornFrom), 0, 1) * Math.Clamp((TornAcrossAt - sideways) / (TornAcrossAt - TornAcrossFrom), 0, 1)
            * Math.Clamp(ways.F / (RunShare * _grid.HeightPx), 0, 1);
        return (float)(Math.Max(0, down - SidewaysWeight * Math.Max(sideways, shear)) * sure);
    }

    /// <summary>
    /// Strain in the present picture (Almansi's), so that a thing may turn meanwhile. That columns run down at their own pace is no strain
    /// here: it looks like half of a turn, and only the other half, rows that slide sideways, counts as shear.
    /// </summary>
    /// <param name="ways">Ways since, as a map from a place now: what is added to it is the way.</param>
    /// <returns>Stretch downwards, and stretch and shear sideways, these two at least 0.</returns>
    private static (double Down, double Sideways, double Shear) Strain(CameraMotion ways)
    {
        // From a place now to where it was: the ways are taken off.
        var (xx, xy, yx, yy) = (2 - ways.A, -ways.B, -ways.D, 2 - ways.E);
        var turn = xy * yx < 0 ? Math.Min(Math.Abs(xy), Math.Abs(yx)) : 0;
        var down = (1 - xy * xy - yy * yy) / 2;
        var sideways = Math.Abs(1 - xx * xx - Math.Min(xy * xy, yx * yx)) / 2;
        return (down, sideways, Math.Abs(xy) - turn);
    }

    private float StrongestBefore(int cell)
    {
        var (column, row, strongest) = (cell % _grid.Columns, cell / _grid.Columns, 0f);
        for (var y = Math.Max(0, row - 1); y <= Math.Min(_grid.Rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(_grid.Columns - 1, column + 1); x++)
            {
                strongest = Math.Max(strongest, _before[y * _grid.Columns + x]);
            }
        }

        return strongest;
    }
}
