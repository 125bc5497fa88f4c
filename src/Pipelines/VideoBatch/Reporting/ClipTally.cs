using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Counts clips that were analysed: how many could be measured, how many have a defect, their mean scores.</summary>
internal sealed class ClipTally
{
    private int _measured;
    private int _defective;
    private MeanTally _photorealism;
    private MeanTally _physics;

    public int Analysed { get; private set; }

    public ReportShare Defective => ReportShare.Of(_measured, _defective);

    public ReportMean Photorealism => _photorealism.ToMean();

    public ReportMean Physics => _physics.ToMean();

    public void Add(ItemResult result)
    {
        Analysed++;
        _photorealism.Add(result.Scores.Photorealism);
        _physics.Add(result.Scores.Physics);

        // A clip on which every detector abstained is no evidence either way.
        if (result.Detectors.All(detector => detector.Abstained)) return;

        _measured++;
        if (result.Detectors.Any(detector => detector.Detected)) _defective++;
    }

    private struct MeanTally
    {
        private double _sum;
        private int _count;

        public void Add(double? value)
        {
            if (value is null) return;

            _sum += value.Value;
            _count++;
        }

        public readonly ReportMean ToMean() => new(_count, _count == 0 ? null : Math.Round(_sum / _count, 1));
    }
}
