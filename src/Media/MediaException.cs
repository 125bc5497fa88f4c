namespace FunctionsPipeline.Media;

/// <summary>Stable codes of <see cref="MediaException"/>.</summary>
public static class MediaErrorCodes
{
    /// <summary>There is no ffmpeg.</summary>
    public const string FfmpegMissing = "ffmpeg_missing";

    /// <summary>ffmpeg is there and cannot be started.</summary>
    public const string FfmpegFailed = "ffmpeg_failed";

    /// <summary>There is no such file.</summary>
    public const string FileMissing = "file_missing";

    /// <summary>The file has no bytes.</summary>
    public const string FileEmpty = "file_empty";

    /// <summary>The file is larger than allowed.</summary>
    public const string FileTooLarge = "file_too_large";

    /// <summary>The file's container is none that is read here.</summary>
    public const string FormatRefused = "format_refused";

    /// <summary>The file has no video in it.</summary>
    public const string NoVideo = "no_video";

    /// <summary>Nothing of the video can be decoded.</summary>
    public const string Undecodable = "undecodable";

    /// <summary>A frame has more pixels than allowed.</summary>
    public const string TooManyPixels = "too_many_pixels";

    /// <summary>The video has more frames than allowed.</summary>
    public const string TooManyFrames = "too_many_frames";

    /// <summary>Decoding took longer than allowed.</summary>
    public const string DecodeTimeout = "decode_timeout";

    /// <summary>Two files cannot be compared with each other.</summary>
    public const string NotComparable = "not_comparable";

    /// <summary>A timeline contradicts itself.</summary>
    public const string TimelineInvalid = "timeline_invalid";

    /// <summary>ffmpeg did not make what it was asked for.</summary>
    public const string RenderFailed = "render_failed";

    /// <summary>Making it took longer than allowed.</summary>
    public const string RenderTimeout = "render_timeout";

    /// <summary>There is no font that text can be drawn with.</summary>
    public const string FontMissing = "font_missing";

    /// <summary>ffmpeg was ended by somebody else.</summary>
    public const string DecodeInterrupted = "decode_interrupted";
}

/// <summary>A media file cannot be worked with. No provider was called and no money was spent on it here.</summary>
public sealed class MediaException : Exception
{
    /// <summary>Says what is wrong with a file; for whatever decodes.</summary>
    /// <param name="code">One of <see cref="MediaErrorCodes"/>.</param>
    /// <param name="message">What failed.</param>
    /// <param name="hint">What to do next.</param>
    /// <param name="isRetryable">True when the same file may well work at another time.</param>
    /// <param name="inner">What it came from.</param>
    public MediaException(string code, string message, string hint, bool isRetryable = false, Exception? inner = null)
        : base(message, inner) => (Code, Hint, IsRetryable) = (code, hint, isRetryable);

    /// <summary>One of <see cref="MediaErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>What to do next.</summary>
    public string Hint { get; }

    /// <summary>True when the same file may well work at another time.</summary>
    public bool IsRetryable { get; }
}
