namespace FunctionsPipeline.Analysis;

/// <summary>
/// Turns a measure per frame and the cells it comes from into a score, findings and a series. A finding lasts as long as the measure stays
/// well above nothing and counts when its peak reaches the operating point; its box holds the cells that were strong in it.
/// </summary>
/// <param name="id">The detector's id.</param>
/// <param name="boxShare">Cells with less than this share of the strongest cell are left out of the box, 0 to 1.</param>
/// <param name="worst">The measure of full severity.</param>
internal sealed class DeformationTrace(string id, float boxShare, double worst)
{
    /// <summary>A finding begins and ends at this share of the operating point.</summary>
    private const double OpenShare = 0.4;

    private readonly double _threshold = OperatingPoints.Raw(id, DetectorResult.OperatingPoint);
    private readonly FindingList _findings = new();
    private readonly FrameSeries _series = new();
    private CellGrid? _grid;
    private WorkingSize? _size;
    private VideoFormat? _format;
    private float[] _heat = [];
    private bool _isOpen;
    private double _startSeconds;
    private double _endSeconds;
    private double _peakSeconds;
    private double _peak;
    private double _greatest;

    /// <summary>Learns the geometry; called once before the rest.</summary>
    public void Begin(CellGrid grid, WorkingSize size, VideoFormat format)
    {
        (_grid, _size, _format) = (grid, size, format);
        _heat = new float[grid.Count];
    }

    /// <summary>Takes a frame's measure.</summary>
    /// <param name="seconds">When the frame is shown.</param>
    /// <param name="value">The measure, at least 0.</param>
    /// <param name="heat">What tells where the defect is, a value a cell.</param>
    public void Add(double seconds, double value, ReadOnlySpan<float> heat)
    {
        _series.Add(seconds, value);
        _greatest = Math.Max(_greatest, value);
        if (value < OpenShare * _threshold)
        {
            End();
            return;
        }

        if (!_isOpen) Open(seconds);
        _endSeconds = seconds;
        for (var cell = 0; cell < heat.Length; cell++) _heat[cell] = Math.Max(_heat[cell], heat[cell]);
        if (value > _peak) (_peak, _peakSeconds) = (value, seconds);
    }

    /// <summary>Ends a finding, because a shot ends or the video does.</summary>
    public void End()
    {
        if (!_isOpen) return;
        _isOpen = false;
        if (_peak < _threshold) return;
        var region = new CellRegion(_grid!);
        region.FindBest(_heat, boxShare * Strongest());
        _findings.Add(new DetectorFinding(_startSeconds, _endSeconds, Math.Min(1, _peak / worst), _grid!.BoxOf(region.Bounds, _size!, _format!))
        {
            PeakSeconds = _peakSeconds,
            Heat = CellHeat.ToHeatMap(_grid, _heat),
        });
    }

    /// <summary>The answer for the frames taken.</summary>
    public DetectorResult ToResult() =>
        DetectorResult.Measured(id, OperatingPoints.Score(id, _greatest), _findings.ToList()) with { Series = _series.ToList() };

    private void Open(double seconds)
    {
        Array.Clear(_heat);
        (_isOpen, _startSeconds, _peak) = (true, seconds, 0);
    }

    private float Strongest()
    {
        var strongest = 0f;
        foreach (var value in _heat) strongest = Math.Max(strongest, value);
        return strongest;
    }
}
