using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;
using OpenCvSharp;

namespace FunctionsPipeline.GpuWorker.Decoding;

/// <summary>The frames of one file by OpenCV's capture: BGR pictures, brought back to luma and chroma. Not for several threads.</summary>
internal sealed class OpenCvFrameSource : IClipFrames
{
    private const double RateUnknown = 25;

    private readonly VideoCapture _capture;
    private readonly DecodeLimits _limits;
    private readonly TimeProvider _clock;
    private readonly long _opened;
    private readonly string _name;
    private readonly Mat _picture = new();
    private readonly Mat _even = new();
    private readonly Mat _planes = new();
    private int _count;
    private double _firstSeconds;
    private double _lastSeconds;

    /// <exception cref="MediaException">OpenCV cannot decode the file, or its frames are too large.</exception>
    public OpenCvFrameSource(string path, DecodeLimits limits, TimeProvider clock)
    {
        (_limits, _clock, _name, _opened) = (limits, clock, Path.GetFileName(path), clock.GetTimestamp());
        _capture = new VideoCapture(path, VideoCaptureAPIs.FFMPEG);
        if (!_capture.IsOpened())
        {
            _capture.Dispose();
            throw new MediaException(
                MediaErrorCodes.Undecodable, $"OpenCV cannot decode '{_name}'.", "Download or make the file again, or set FP_DECODER=ffmpeg.");
        }

        var rate = _capture.Fps;
        Format = new VideoFormat(_capture.FrameWidth, _capture.FrameHeight, double.IsFinite(rate) && rate > 0 ? rate : RateUnknown, limits.HasChroma);
        if ((long)Format.WidthPx * Format.HeightPx <= limits.FramePixelsMax) return;
        _capture.Dispose();
        throw new MediaException(
            MediaErrorCodes.TooManyPixels,
            $"'{_name}' has frames of more than {limits.FramePixelsMax:N0} pixels.",
            "Scale the video down, or raise the limit.");
    }

    /// <inheritdoc/>
    public VideoFormat Format { get; }

    /// <summary>Always null: OpenCV does not tell a damaged end from an end.</summary>
    public string? Warning => null;

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireTime();
        if (!_capture.Read(_picture) || _picture.Empty())
        {
            if (_count > 0) return new ValueTask<bool>(false);
            throw new MediaException(MediaErrorCodes.Undecodable, $"'{_name}' has no frame that can be decoded.", "Download or make the file again.");
        }

        if (_count == _limits.FramesMax)
        {
            throw new MediaException(
                MediaErrorCodes.TooManyFrames, $"'{_name}' has more than {_limits.FramesMax:N0} frames.", "Cut the video, or raise the limit.");
        }

        Fill(frame.Pixels.Span);
        (frame.Index, frame.TimestampSeconds) = (_count, Timestamp());
        _count++;
        return new ValueTask<bool>(true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _capture.Dispose();
        _picture.Dispose();
        _even.Dispose();
        _planes.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Brings the picture to planes. OpenCV wants even sizes: an odd last row or column is repeated, and its luma left out again.</summary>
    private void Fill(Span<byte> pixels)
    {
        var (width, height) = (Format.WidthPx, Format.HeightPx);
        if (_picture.Width != width || _picture.Height != height || _picture.Type() != MatType.CV_8UC3)
        {
            throw new MediaException(
                MediaErrorCodes.Undecodable,
                $"'{_name}' changes its frames' size or kind on the way.",
                "Set FP_DECODER=ffmpeg, or re-encode the video.");
        }

        var (evenWidth, evenHeight) = (2 * Format.ChromaWidthPx, 2 * Format.ChromaHeightPx);
        var isEven = width == evenWidth && height == evenHeight;
        if (!isEven) Cv2.CopyMakeBorder(_picture, _even, 0, evenHeight - height, 0, evenWidth - width, BorderTypes.Replicate);
        Cv2.CvtColor(isEven ? _picture : _even, _planes, ColorConversionCodes.BGR2YUV_I420);
        var planes = Planes(evenWidth * evenHeight * 3 / 2);
        for (var y = 0; y < height; y++) planes.Slice(y * evenWidth, width).CopyTo(pixels[(y * width)..]);
        if (Format.HasChroma) planes[(evenWidth * evenHeight)..].CopyTo(pixels[(width * height)..]);
    }

    /// <summary>OpenCV's own memory: luma, chroma blue, chroma red, without gaps.</summary>
    private unsafe ReadOnlySpan<byte> Planes(int bytes) => new(_planes.DataPointer, bytes);

    private double Timestamp()
    {
        const double MillisecondsPerSecond = 1000;
        var seconds = _capture.PosMsec / MillisecondsPerSecond;
        if (_count == 0) _firstSeconds = seconds;
        // Broken files run backwards; frames are shown in the order in which they come.
        _lastSeconds = Math.Max(_lastSeconds, seconds - _firstSeconds);
        return _lastSeconds;
    }

    private void RequireTime()
    {
        if (_clock.GetElapsedTime(_opened) <= _limits.Timeout) return;
        throw new MediaException(
            MediaErrorCodes.DecodeTimeout,
            $"'{_name}' was not decoded within {_limits.Timeout.TotalSeconds:0.#} s ({_count} frames were).",
            "Try again when the machine is less busy, or raise the limit.",
            isRetryable: true);
    }
}
