using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Turns what is heard of a timeline into inputs and a filter graph. Pure.</summary>
internal sealed class AudioGraph
{
    /// <summary>The label of the mix: 48 kHz, stereo, as long as the timeline.</summary>
    public const string Output = "[mix]";

    private const double MusicFadeInSeconds = 0.4;
    private const double MusicFadeOutSeconds = 1.2;

    /// <summary>Clicks at the ends of a file are cut off by it, s.</summary>
    private const double VoiceFadeSeconds = 0.01;

    /// <summary>The music's level changes in steps of so many samples, under 3 ms: no step is heard.</summary>
    private const int LevelStepSamples = 128;

    private readonly List<AudioInput> _inputs = [];
    private readonly List<string> _filters = [];

    private readonly IReadOnlyDictionary<string, double> _levels;

    private readonly int _firstInput;

    private AudioGraph(IReadOnlyDictionary<string, double> levels, int firstInput) => (_levels, _firstInput) = (levels, firstInput);

    /// <summary>Files, in the order of ffmpeg's inputs.</summary>
    public IReadOnlyList<AudioInput> Inputs => _inputs;

    /// <summary>The graph; <see cref="Output"/> is its only open end.</summary>
    public string Filters => string.Join(";\n", _filters);

    /// <param name="timeline">A valid timeline.</param>
    /// <param name="levels">Change of level by file, dB; none where a file is not in it.</param>
    /// <param name="firstInput">ffmpeg's number of the first input.</param>
    public static AudioGraph Of(Timeline timeline, IReadOnlyDictionary<string, double> levels, int firstInput = 0)
    {
        var graph = new AudioGraph(levels, firstInput);
        var seconds = timeline.Seconds();
        var voices = VoiceTimes.Of(timeline);
        foreach (var clip in timeline.Audio)
        {
            if (clip.Role == AudioRole.Voice) graph.AddVoice(clip);
            else graph.AddMusic(clip, voices, timeline.Ducking);
        }

        // Silence that lasts to the end holds the mix to the timeline's length, whatever is heard.
        graph._filters.Add($"anullsrc=r=48000:cl=stereo,atrim=duration={FilterText.Number(seconds)}[silence]");
        var labels = string.Concat(Enumerable.Range(0, graph._inputs.Count).Select(index => $"[a{index}]"));
        graph._filters.Add($"{labels}[silence]amix=inputs={graph._inputs.Count + 1}:normalize=0:duration=longest,atrim=duration={FilterText.Number(seconds)}{Output}");
        return graph;
    }

    private void AddVoice(AudioClip clip)
    {
        var end = FilterText.Number(Math.Max(0, clip.Seconds - VoiceFadeSeconds));
        Add(clip, $"afade=t=in:d={FilterText.Number(VoiceFadeSeconds)},afade=t=out:st={end}:d={FilterText.Number(VoiceFadeSeconds)}", isRepeated: false);
    }

    private void AddMusic(AudioClip clip, IReadOnlyList<VoiceTime> voices, Ducking ducking)
    {
        var fadeOut = Math.Min(MusicFadeOutSeconds, clip.Seconds / 2);
        var fades = $"afade=t=in:d={FilterText.Number(Math.Min(MusicFadeInSeconds, clip.Seconds / 2))},"
            + $"afade=t=out:st={FilterText.Number(clip.Seconds - fadeOut)}:d={FilterText.Number(fadeOut)}";
        var level = DuckedLevel(voices, ducking, clip.StartSeconds);
        Add(clip, level is null ? fades : $"{fades},asetnsamples={LevelStepSamples}:p=0,volume=volume='{level}':eval=frame", isRepeated: true);
    }

    private void Add(AudioClip clip, string filters, bool isRepeated)
    {
        var index = _inputs.Count;
        _inputs.Add(new AudioInput(clip.Path, isRepeated));
        var start = (long)Math.Round(clip.StartSeconds * 48000);
        _filters.Add(
            $"[{_firstInput + index}:a:0]aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo,asetpts=N/SR/TB,atrim=duration={FilterText.Number(clip.Seconds)},"
            + $"volume={FilterText.Number(clip.GainDb + _levels.GetValueOrDefault(clip.Path))}dB,{filters},adelay={start.ToString(CultureInfo.InvariantCulture)}S:all=1[a{index}]");
    }

    /// <summary>1 far from voices, the ducked level under them, straight ramps between; null where there is no voice. Time is the music's own.</summary>
    private static string? DuckedLevel(IReadOnlyList<VoiceTime> voices, Ducking ducking, double musicStart)
    {
        if (voices.Count == 0) return null;
        var depth = 1 - Math.Pow(10, ducking.UnderVoiceDb / 20);

        // How much of the duck each voice asks for, 0 to 1; voices do not overlap ramps enough for the largest to matter, so it is taken.
        string Asked(VoiceTime voice)
        {
            var (from, to) = (voice.StartSeconds - musicStart, voice.EndSeconds - musicStart);
            return $"clip(min((t-{FilterText.Number(from - ducking.FallSeconds)})/{FilterText.Number(ducking.FallSeconds)}\\,"
                + $"({FilterText.Number(to + ducking.RiseSeconds)}-t)/{FilterText.Number(ducking.RiseSeconds)})\\,0\\,1)";
        }

        var most = voices.Select(Asked).Aggregate((all, next) => $"max({all}\\,{next})");
        return $"1-{FilterText.Number(depth)}*{most}";
    }
}

/// <summary>A file that is heard.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsRepeated">Whether it begins again at its end.</param>
internal sealed record AudioInput(string Path, bool IsRepeated);
