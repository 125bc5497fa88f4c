namespace FunctionsPipeline.Analysis;

/// <summary>
/// A detector's measure over time with bounded memory: when it is full, neighbours are joined and the greater value stays, so no peak is
/// lost however long the video is.
/// </summary>
public sealed class FrameSeries
{
    /// <summary>Points kept at most.</summary>
    public const int PointsMax = 1024;

    private readonly List<SeriesPoint> _points = [];
    private int _framesPerPoint = 1;
    private int _framesInLast;

    /// <summary>Adds a frame's value; frames come in order.</summary>
    public void Add(double seconds, double value)
    {
        if (_framesInLast > 0 && _framesInLast < _framesPerPoint)
        {
            _points[^1] = _points[^1] with { Value = Math.Max(_points[^1].Value, value) };
            _framesInLast++;
            return;
        }

        if (_points.Count == PointsMax) JoinNeighbours();
        _points.Add(new SeriesPoint(seconds, value));
        _framesInLast = 1;
    }

    /// <summary>The points by time.</summary>
    public IReadOnlyList<SeriesPoint> ToList() => [.. _points];

    private void JoinNeighbours()
    {
        for (var i = 0; i < PointsMax / 2; i++)
        {
            var (one, other) = (_points[2 * i], _points[2 * i + 1]);
            _points[i] = one with { Value = Math.Max(one.Value, other.Value) };
        }

        _points.RemoveRange(PointsMax / 2, PointsMax / 2);
        _framesPerPoint *= 2;
    }
}

/// <summary>A value at a time.</summary>
/// <param name="Seconds">From the first frame.</param>
/// <param name="Value">In the detector's own unit.</param>
public readonly record struct SeriesPoint(double Seconds, double Value);
