namespace FunctionsPipeline.Media;

/// <summary>
/// A video before it is made: pictures one after the other, sounds, captions. Plain data, the same in JSON, so that it can be kept beside
/// the video and hashed; pictures are placed by whole frames, so nothing is rounded twice.
/// </summary>
/// <param name="WidthPx">Width, even, 64 to 4096.</param>
/// <param name="HeightPx">Height, even, 64 to 4096.</param>
/// <param name="FramesPerSecond">10 to 60.</param>
/// <param name="Shots">What is seen, in order, at least one; each begins where the one before ends, or so many frames earlier as its transition has.</param>
/// <param name="Audio">What is heard; may be empty, then there is silence.</param>
/// <param name="Captions">What is read, in order, not over each other; may be empty.</param>
public sealed record Timeline(
    int WidthPx, int HeightPx, int FramesPerSecond, IReadOnlyList<Shot> Shots, IReadOnlyList<AudioClip> Audio, IReadOnlyList<CaptionCue> Captions)
{
    /// <summary>How loud the whole is.</summary>
    public LoudnessTarget Loudness { get; init; } = new();

    /// <summary>How music makes room for voices.</summary>
    public Ducking Ducking { get; init; } = new();

    /// <summary>Frames of the whole.</summary>
    public int Frames() => Shots.Count == 0 ? 0 : Shots[^1].StartFrame + Shots[^1].Frames;

    /// <summary>Length of the whole, s.</summary>
    public double Seconds() => (double)Frames() / FramesPerSecond;
}

/// <summary>How loud the whole is, as streaming sites want it.</summary>
public sealed record LoudnessTarget
{
    /// <summary>Integrated loudness by EBU R 128, LUFS. Default -14.</summary>
    public double IntegratedLufs { get; init; } = -14;

    /// <summary>Loudness to which every voice and piece of music is brought before its own gain, LUFS; null leaves them as they are. Default -18.</summary>
    public double? SourceLufs { get; init; } = -18;

    /// <summary>Highest true peak, dBTP. Default -1.</summary>
    public double TruePeakMaxDbtp { get; init; } = -1;
}

/// <summary>How music makes room for voices. It follows the voices' places in the timeline, so it begins to go before a word is there.</summary>
public sealed record Ducking
{
    /// <summary>Change of the music's level under a voice, dB, at most 0. Default -12.</summary>
    public double UnderVoiceDb { get; init; } = -12;

    /// <summary>How long before a voice it goes down, s. Default 0.25.</summary>
    public double FallSeconds { get; init; } = 0.25;

    /// <summary>How long after a voice it comes back, s. Default 0.6.</summary>
    public double RiseSeconds { get; init; } = 0.6;
}
