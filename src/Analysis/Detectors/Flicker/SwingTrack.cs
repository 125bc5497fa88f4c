namespace FunctionsPipeline.Analysis;

/// <summary>
/// Follows a brightness or a colour over time and finds runs in which it swings up and down quickly. A ramp swings once, and a lamp that is
/// switched now and then swings slowly: neither is a run.
/// </summary>
/// <param name="swingMin">Smallest swing, levels: noise and key frames of a compressed video stay below.</param>
internal sealed class SwingTrack(double swingMin)
{
    /// <summary>Longest swing: slower ones (below some 1.4 Hz) are lighting, not flicker.</summary>
    private const double SwingSecondsMax = 0.35;

    /// <summary>Swings in a row that make a flicker: two full periods.</summary>
    private const int SwingsMin = 4;

    private double _level;
    private (double Seconds, double Level) _turn;
    private (double Seconds, double Level) _candidate;
    private bool _isStarted;
    private int _direction;
    private int _swings;
    private double _swingSum;
    private double _runStartSeconds;
    private double _runEndSeconds;

    /// <summary>Takes the change from the frame before.</summary>
    /// <returns>A run that has just ended; null where none has.</returns>
    public FlickerRun? Observe(double seconds, double change)
    {
        _level += change;
        var here = (seconds, _level);
        if (!_isStarted)
        {
            (_turn, _candidate, _isStarted) = (here, here, true);
            return null;
        }

        // The level goes on, or it turns back by more than noise: then the candidate was a turning point.
        var turned = _level - _candidate.Level;
        if (_direction == 0)
        {
            if (Math.Abs(_level - _turn.Level) < swingMin) return null;
            _direction = Math.Sign(_level - _turn.Level);
            _candidate = here;
            return null;
        }

        if (turned * _direction >= 0)
        {
            _candidate = here;
            return null;
        }

        if (Math.Abs(turned) < swingMin) return null;
        var ended = Swing();
        (_turn, _candidate, _direction) = (_candidate, here, -_direction);
        return ended;
    }

    /// <summary>The signal ends or breaks off, as at a cut.</summary>
    /// <returns>A run that ends with it; null where there is none.</returns>
    public FlickerRun? Break()
    {
        var ended = _direction == 0 ? null : Swing();
        ended ??= EndRun();
        (_isStarted, _direction, _level) = (false, 0, 0);
        return ended;
    }

    private FlickerRun? Swing()
    {
        if (_candidate.Seconds - _turn.Seconds > SwingSecondsMax) return EndRun();
        if (_swings++ == 0) _runStartSeconds = _turn.Seconds;
        _swingSum += Math.Abs(_candidate.Level - _turn.Level);
        _runEndSeconds = _candidate.Seconds;
        return null;
    }

    private FlickerRun? EndRun()
    {
        FlickerRun? run = _swings < SwingsMin ? null : new FlickerRun(_runStartSeconds, _runEndSeconds, _swingSum / _swings);
        (_swings, _swingSum) = (0, 0);
        return run;
    }
}

/// <summary>A stretch of quick swings.</summary>
/// <param name="StartSeconds">First turning point.</param>
/// <param name="EndSeconds">Last turning point.</param>
/// <param name="Swing">Mean swing, levels.</param>
internal readonly record struct FlickerRun(double StartSeconds, double EndSeconds, double Swing);
