namespace FunctionsPipeline.Analysis;

/// <summary>Finds parts of the picture whose light or colour swings: neighbouring cells that swing at the same time.</summary>
internal sealed class LocalFlicker
{
    /// <summary>Smallest swing of a cell, levels: one cell is less steady than the whole picture.</summary>
    private const double SwingMin = 2.5;

    /// <summary>As for the whole picture.</summary>
    private const double ChromaWeight = 1.5;

    /// <summary>Weight of a swing in a part of the picture against one of the whole.</summary>
    private const double LocalWeight = 0.5;

    /// <summary>Cells that make a part: fewer may be one thing that turns or blinks.</summary>
    private const int CellsMin = 4;

    /// <summary>Share of the cells from which on a part is the whole picture.</summary>
    private const double WholeShareMin = 0.7;

    /// <summary>Cells at the edge of a part swing less; below this share of the part's greatest swing they are not of it.</summary>
    private const double EdgeShareMin = 0.4;

    /// <summary>Frames in which a cell cannot be told from motion before its run ends: flow stumbles where light changes most.</summary>
    private const double MissesMax = 2;

    /// <summary>What a frame that can be told takes from the count of those that cannot.</summary>
    private const double MissRecovery = 0.5;

    private const int RunsMax = 4000;

    private readonly int _columns;
    private readonly int _cells;
    private readonly SwingTrack[] _tracks;
    private readonly double[] _misses;
    private readonly List<(int Cell, FlickerRun Run)> _runs = [];

    public LocalFlicker(int columns, int rows)
    {
        (_columns, _cells) = (columns, columns * rows);
        _tracks = new SwingTrack[_cells * LightField.Planes];
        _misses = new double[_tracks.Length];
        for (var i = 0; i < _tracks.Length; i++) _tracks[i] = new SwingTrack(SwingMin);
    }

    /// <summary>Takes the changes of a frame.</summary>
    public void Observe(LightField field, double seconds)
    {
        for (var plane = 0; plane < LightField.Planes; plane++)
        {
            var changes = field.Changes(plane);
            for (var cell = 0; cell < _cells; cell++)
            {
                var track = _tracks[plane * _cells + cell];
                ref var misses = ref _misses[plane * _cells + cell];
                if (!double.IsNaN(changes[cell]))
                {
                    misses = Math.Max(0, misses - MissRecovery);
                    Take(track.Observe(seconds, changes[cell]), cell, plane);
                }
                else if (++misses > MissesMax)
                {
                    misses = 0;
                    Take(track.Break(), cell, plane);
                }
            }
        }
    }

    /// <summary>A shot ends.</summary>
    public void Break()
    {
        for (var i = 0; i < _tracks.Length; i++) Take(_tracks[i].Break(), i % _cells, i / _cells);
    }

    /// <summary>The parts, once the last shot has ended.</summary>
    public IReadOnlyList<FlickerPart> Parts()
    {
        var parts = new List<FlickerPart>();
        var isTaken = new bool[_runs.Count];
        foreach (var first in Enumerable.Range(0, _runs.Count).OrderByDescending(index => _runs[index].Run.Swing))
        {
            if (isTaken[first]) continue;
            var group = GroupAround(first, isTaken);
            var cells = group.Select(index => _runs[index].Cell).Distinct().ToList();
            if (cells.Count >= CellsMin) parts.Add(PartOf(group, cells));
        }

        return parts;
    }

    private void Take(FlickerRun? run, int cell, int plane)
    {
        if (run is not { } found || _runs.Count == RunsMax) return;
        _runs.Add((cell, plane == 0 ? found : found with { Swing = found.Swing * ChromaWeight }));
    }

    private List<int> GroupAround(int first, bool[] isTaken)
    {
        var least = EdgeShareMin * _runs[first].Run.Swing;
        var group = new List<int> { first };
        isTaken[first] = true;
        for (var i = 0; i < group.Count; i++)
        {
            for (var other = 0; other < _runs.Count; other++)
            {
                if (isTaken[other] || _runs[other].Run.Swing < least || !AreTogether(_runs[group[i]], _runs[other])) continue;
                isTaken[other] = true;
                group.Add(other);
            }
        }

        return group;
    }

    private bool AreTogether((int Cell, FlickerRun Run) one, (int Cell, FlickerRun Run) other) =>
        Math.Abs(one.Cell % _columns - other.Cell % _columns) <= 1 && Math.Abs(one.Cell / _columns - other.Cell / _columns) <= 1
            && one.Run.StartSeconds < other.Run.EndSeconds && other.Run.StartSeconds < one.Run.EndSeconds;

    private FlickerPart PartOf(List<int> group, List<int> cells)
    {
        var runs = group.ConvertAll(index => _runs[index].Run);
        var run = new FlickerRun(runs.Min(one => one.StartSeconds), runs.Max(one => one.EndSeconds), runs.Average(one => one.Swing));
        var swings = new double[_cells];
        foreach (var index in group) swings[_runs[index].Cell] = Math.Max(swings[_runs[index].Cell], _runs[index].Run.Swing);
        var isWhole = cells.Count >= WholeShareMin * _cells;
        return new FlickerPart(run, isWhole ? run.Swing : LocalWeight * run.Swing, isWhole)
        {
            Heat = HeatMap.Of(_columns, swings),
            Left = cells.Min(cell => cell % _columns),
            Right = cells.Max(cell => cell % _columns),
            Top = cells.Min(cell => cell / _columns),
            Bottom = cells.Max(cell => cell / _columns),
        };
    }
}

/// <summary>A part of the picture that flickers. Its borders are cells of a <see cref="LightField"/>.</summary>
/// <param name="Run">When, and the mean swing.</param>
/// <param name="Raw">The detector's raw measure for it.</param>
/// <param name="IsWhole">True when it is nearly all of the picture.</param>
internal sealed record FlickerPart(FlickerRun Run, double Raw, bool IsWhole)
{
    public required HeatMap Heat { get; init; }

    public required int Left { get; init; }

    public required int Right { get; init; }

    public required int Top { get; init; }

    public required int Bottom { get; init; }
}
