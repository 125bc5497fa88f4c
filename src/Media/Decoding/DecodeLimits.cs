namespace FunctionsPipeline.Media;

/// <summary>How far a video is decoded, and at what cost. Every limit exists because files come from outside.</summary>
public sealed record DecodeLimits
{
    /// <summary>Decoder threads, at least 1. Default 1: many clips at once use the processors better than many threads for one.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether chroma planes are given besides luma. Default false: no measure needs them yet, and they are a third of the bytes.</summary>
    public bool HasChroma { get; init; }

    /// <summary>Longest side of the frames, pixels, at least 16; larger videos are scaled down. Default null: every size is kept.</summary>
    public int? LongSideMaxPx { get; init; }

    /// <summary>Time for the whole video, what is done with its frames included. Default 15 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Frames. Default 200,000, about an hour at 60 frames a second.</summary>
    public int FramesMax { get; init; } = 200_000;

    /// <summary>Pixels of a frame. Default 8192 x 4320.</summary>
    public int FramePixelsMax { get; init; } = 8192 * 4320;

    /// <summary>Bytes of the file. Default 4 GiB.</summary>
    public long FileBytesMax { get; init; } = 4L << 30;
}
