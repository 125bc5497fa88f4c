namespace FunctionsPipeline.Media;

/// <summary>When somebody speaks, from the places of the voices in a timeline.</summary>
internal static class VoiceTimes
{
    /// <summary>A shorter pause is none, s: music that comes up for it would pump.</summary>
    private const double PauseMin = 0.9;

    /// <summary>Times in order; those with hardly a pause between them are one.</summary>
    public static IReadOnlyList<VoiceTime> Of(Timeline timeline)
    {
        var times = new List<VoiceTime>();
        foreach (var clip in timeline.Audio.Where(clip => clip.Role == AudioRole.Voice).OrderBy(clip => clip.StartSeconds))
        {
            var end = clip.StartSeconds + clip.Seconds;
            if (times.Count > 0 && clip.StartSeconds - times[^1].EndSeconds < PauseMin)
            {
                times[^1] = times[^1] with { EndSeconds = Math.Max(times[^1].EndSeconds, end) };
            }
            else
            {
                times.Add(new VoiceTime(clip.StartSeconds, end));
            }
        }

        return times;
    }
}

/// <summary>A stretch in which somebody speaks, s.</summary>
internal sealed record VoiceTime(double StartSeconds, double EndSeconds);
