using System.Diagnostics;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>A detector with a stopwatch. What several share is counted for the first that asks.</summary>
internal sealed class TimedDetector(IDetector detector) : IDetector
{
    private readonly Stopwatch _clock = new();

    public string Id => detector.Id;

    public TimeSpan Time => _clock.Elapsed;

    public void Observe(in FrameObservation observation)
    {
        _clock.Start();
        detector.Observe(observation);
        _clock.Stop();
    }

    public DetectorResult Complete()
    {
        _clock.Start();
        var result = detector.Complete();
        _clock.Stop();
        return result;
    }

    /// <summary>Where the time of a pass goes, milliseconds a frame by the clock, the costliest first.</summary>
    public static async Task PrintAsync(MemoryClip clip, int frames)
    {
        var detectors = DetectorCatalog.CreateAll().Select(detector => new TimedDetector(detector)).ToList();
        var clock = Stopwatch.StartNew();
        await VideoAnalyzer.AnalyzeAsync(clip.Play(frames), detectors, CancellationToken.None);
        var table = new Table("analysis: where the time of the full pass goes, milliseconds a frame");
        var rest = clock.Elapsed;
        foreach (var detector in detectors) rest -= detector.Time;
        table.Add("measures and motion", Table.Fraction(rest.TotalMilliseconds / frames));
        foreach (var detector in detectors.OrderByDescending(detector => detector.Time))
        {
            table.Add("  " + detector.Id, Table.Fraction(detector.Time.TotalMilliseconds / frames));
        }

        table.Print();
    }
}
