namespace FunctionsPipeline.Media;

/// <summary>How far a picture is decoded. Every limit exists because files come from outside.</summary>
public sealed record StillLimits
{
    /// <summary>Longest side of what comes out, pixels, 16 to 8192; larger pictures are scaled down. Default 2048, what the checks of stills need.</summary>
    public int LongSideMaxPx { get; init; } = 2048;

    /// <summary>Pixels of the picture in the file. Default 64 million, more than any image model makes.</summary>
    public int PixelsMax { get; init; } = 64_000_000;

    /// <summary>Bytes of the file. Default 64 MiB.</summary>
    public long FileBytesMax { get; init; } = 64L << 20;

    /// <summary>Time for the whole. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
