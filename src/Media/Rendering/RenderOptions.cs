namespace FunctionsPipeline.Media;

/// <summary>How videos are made.</summary>
public sealed record RenderOptions
{
    /// <summary>
    /// Programs that work beside each other, 1 to 16, each on one thread and with up to 0.4 GB of memory at 1080x1920. Default: one a processor,
    /// 2 at most. Any number gives the same file.
    /// </summary>
    public int Processes { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 2);

    /// <summary>Quality of the picture: x264's constant rate factor, 0 (no loss) to 51. Default 20: no difference is seen on a phone.</summary>
    public int RateFactor { get; init; } = 20;

    /// <summary>Bits a second of the sound. Default 192,000.</summary>
    public int AudioBitsPerSecond { get; init; } = 192_000;

    /// <summary>How captions look.</summary>
    public CaptionStyle Captions { get; init; } = new();

    /// <summary>Time for the whole. Default 15 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>How far a render is.</summary>
/// <param name="DoneSeconds">Seconds of the video that are made.</param>
/// <param name="TotalSeconds">Seconds of the whole.</param>
/// <param name="Remaining">What it will still take at the speed so far; null before anything is made.</param>
public sealed record RenderProgress(double DoneSeconds, double TotalSeconds, TimeSpan? Remaining);

/// <summary>A video that was made.</summary>
/// <param name="Path">The file.</param>
/// <param name="Seconds">Its length by the timeline.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Loudness">Of its sound as encoded.</param>
public sealed record RenderedVideo(string Path, double Seconds, long Bytes, Loudness Loudness);
