namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds brightness that swings up and down over the whole picture. A ramp swings once and a cut changes the picture, so neither counts;
/// nor does a thing that moves, because it changes a few blocks only.
/// </summary>
/// <remarks>Abstains when the video is too short to swing.</remarks>
public sealed class FlickerDetector : IDetector
{
    private const int FramesMin = 8;

    /// <summary>Smallest swing, luma levels: noise and key frames of a compressed video stay below.</summary>
    private const double SwingMin = 1.5;

    /// <summary>Longest swing: slower ones (below some 1.4 Hz) are lighting, not flicker.</summary>
    private const double SwingSecondsMax = 0.35;

    /// <summary>Swings in a row that make a flicker: two full periods.</summary>
    private const int SwingsMin = 4;

    /// <summary>Share of the blocks' change that one gain and one offset for all of them must explain.</summary>
    private const double ExplainedMin = 0.6;

    /// <summary>Mean swing at the operating point, luma levels: about what a viewer notices on a calm scene.</summary>
    private const double DetectedSwing = 3;

    /// <summary>Mean swing of full severity, luma levels.</summary>
    private const double WorstSwing = 40;

    private readonly FindingList _findings = new();
    private Turn? _turn;
    private Turn? _candidate;
    private int _direction;
    private int _frames;
    private int _swings;
    private double _runStartSeconds;
    private double _runEndSeconds;
    private double _runSwingSum;
    private double _score;

    /// <inheritdoc/>
    public string Id => "flicker";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        _frames++;
        var here = Turn.At(observation.Measures);
        if (_turn is null || _candidate is null)
        {
            (_turn, _candidate) = (here, here);
            return;
        }

        // Brightness goes on, or it turns back by more than noise: then the candidate was a turning point.
        var change = here.Luma - _candidate.Luma;
        if (_direction == 0)
        {
            if (Math.Abs(here.Luma - _turn.Luma) < SwingMin) return;
            _direction = Math.Sign(here.Luma - _turn.Luma);
            _candidate = here;
        }
        else if (change * _direction >= 0)
        {
            _candidate = here;
        }
        else if (Math.Abs(change) >= SwingMin)
        {
            Swing(_turn, _candidate);
            (_turn, _candidate, _direction) = (_candidate, here, -_direction);
        }
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin) return DetectorResult.AbstainAsTooShort(Id, _frames);
        if (_direction != 0) Swing(_turn!, _candidate!);
        EndRun();
        return DetectorResult.Measured(Id, _score, _findings.ToList());
    }

    private void Swing(Turn from, Turn to)
    {
        if (to.Seconds - from.Seconds > SwingSecondsMax || LightChange.ExplainedShare(from.Blocks, to.Blocks) < ExplainedMin)
        {
            EndRun();
            return;
        }

        if (_swings++ == 0) _runStartSeconds = from.Seconds;
        _runSwingSum += Math.Abs(to.Luma - from.Luma);
        _runEndSeconds = to.Seconds;
    }

    private void EndRun()
    {
        if (_swings >= SwingsMin)
        {
            var swing = _runSwingSum / _swings;
            _score = Math.Max(_score, OperatingPoints.Score(Id, swing));
            _findings.Add(new DetectorFinding(_runStartSeconds, _runEndSeconds, Math.Min(1, swing / WorstSwing)));
        }

        (_swings, _runSwingSum) = (0, 0);
    }

    /// <summary>A frame that may turn out to be a turning point of brightness.</summary>
    private sealed record Turn(double Seconds, double Luma, double[] Blocks)
    {
        public static Turn At(FrameMeasures measures) => new(measures.TimestampSeconds, measures.MeanLuma, measures.LumaBlocks.ToArray());
    }
}
