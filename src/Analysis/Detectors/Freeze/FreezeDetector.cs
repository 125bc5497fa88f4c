namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds stretches where a moving picture stands still. A freeze begins and ends in the middle of motion, and what moved goes on where it
/// was. So a thing that comes to rest, that leaves, or that passes behind another is not frozen. Where a shot begins or ends with the
/// stretch, only motion of the whole picture tells a freeze from a rest.
/// </summary>
/// <remarks>
/// Abstains when too little moves, because a freeze then looks the same, and when the video is too short. Small and slow motion counts where
/// the picture then stands without the least change: compression stops slow things too, but it goes on to mend the picture.
/// </remarks>
public sealed class FreezeDetector : IDetector
{
    private const int FramesMin = 7;

    private readonly FreezeWatch[] _watches = [new(leastMotion: 2, stillDifference: 0.5), new(leastMotion: 0.8, stillDifference: 0.12)];
    private int _frames;

    /// <inheritdoc/>
    public string Id => "freeze";

    /// <inheritdoc/>
    public void Observe(in FrameObservation observation)
    {
        _frames++;
        foreach (var watch in _watches) watch.Observe(observation.Measures);
    }

    /// <inheritdoc/>
    public DetectorResult Complete()
    {
        if (_frames < FramesMin) return DetectorResult.AbstainAsTooShort(Id, _frames);
        var seen = _watches.Select(watch => watch.Complete()).ToList();
        if (seen.TrueForAll(stretches => stretches is null)) return DetectorResult.Abstain(Id, "too little moves in the whole video to tell a freeze");

        var found = new List<FreezeStretch>();
        foreach (var stretch in seen.SelectMany(stretches => stretches ?? []))
        {
            if (!found.Exists(known => known.StartSeconds < stretch.EndSeconds && stretch.StartSeconds < known.EndSeconds)) found.Add(stretch);
        }

        var findings = new FindingList();
        foreach (var stretch in found.OrderBy(stretch => stretch.StartSeconds))
        {
            findings.Add(new DetectorFinding(stretch.StartSeconds, stretch.EndSeconds, Math.Min(1, stretch.Seconds)));
        }

        return DetectorResult.Measured(Id, OperatingPoints.Score(Id, found.Select(stretch => stretch.Seconds).DefaultIfEmpty(0).Max()), findings.ToList());
    }
}
