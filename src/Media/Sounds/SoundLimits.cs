namespace FunctionsPipeline.Media;

/// <summary>How far a sound is decoded. Every limit exists because files come from outside.</summary>
public sealed record SoundLimits
{
    /// <summary>Length of what is decoded, s. Default one hour; what comes after it is refused.</summary>
    public double SecondsMax { get; init; } = 3600;

    /// <summary>Bytes of the file. Default 256 MiB.</summary>
    public long FileBytesMax { get; init; } = 256L << 20;

    /// <summary>Time for the whole. Default two minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
