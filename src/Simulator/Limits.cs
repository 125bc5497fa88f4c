namespace FunctionsPipeline.Simulator;

/// <summary>Bounds, each with its reason.</summary>
internal static class Limits
{
    /// <summary>A request body. Prompts of megabytes are a test case; images come as data URIs.</summary>
    public const long RequestBodyBytesMax = 32 << 20;

    /// <summary>A picture that a model looks at. Providers take about 20 MB.</summary>
    public const int PictureBytesMax = 20 << 20;

    /// <summary>Pixels of a picture that a model looks at: 4096 x 4096. A small file can claim far more.</summary>
    public const long PicturePixelsMax = 1L << 24;

    /// <summary>Shorter side of a picture that a model looks at: what is measured needs neighbours on all sides.</summary>
    public const int PictureSidePxMin = 8;

    /// <summary>Clips kept on disk. A clip of 320x180 takes about 50 KB, so this holds thousands; an evicted one is made again.</summary>
    public const long ClipCacheBytesMax = 512L << 20;

    /// <summary>Seconds that a real clip lasts at most, whatever was ordered: hundreds are made on two cores.</summary>
    public const int ClipSecondsMax = 2;

    /// <summary>A fault file. A script is written by hand; this is a hundred times a long one.</summary>
    public const long FaultFileBytesMax = 1 << 20;

    /// <summary>One ffmpeg run. A clip takes a fraction of a second; on a busy machine some.</summary>
    public static readonly TimeSpan EncoderTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How often to look whether the parent is still there.</summary>
    public static readonly TimeSpan ParentWatchInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a simulator with a parent waits for its journal. After a crash the parent is started anew at once, while the simulator of
    /// the dead one still has to notice and to end.
    /// </summary>
    public static readonly TimeSpan JournalTakeoverTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How often to look whether the journal is free.</summary>
    public static readonly TimeSpan JournalTakeoverInterval = TimeSpan.FromMilliseconds(100);
}
