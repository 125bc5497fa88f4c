namespace FunctionsPipeline.Analysis.Tests;

/// <summary>A video made in memory: a picture as a function of the frame and the place.</summary>
public sealed class Scene(int frames, Func<int, int, int, double> luma, int widthPx = 96, int heightPx = 64, double framesPerSecond = 24) : IFrameSource
{
    private int _next;

    public VideoFormat Format { get; } = new(widthPx, heightPx, framesPerSecond, HasChroma: false);

    public string? Warning { get; init; }

    /// <summary>When a frame is shown, seconds.</summary>
    public Func<int, double>? TimestampOf { get; init; }

    /// <summary>The buffers that were handed in.</summary>
    public HashSet<VideoFrame> Buffers { get; } = [];

    public ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        Buffers.Add(frame);
        if (_next == frames) return new ValueTask<bool>(false);
        var pixels = frame.Pixels.Span;
        for (var y = 0; y < heightPx; y++)
        {
            for (var x = 0; x < widthPx; x++) pixels[y * widthPx + x] = (byte)Math.Clamp(luma(_next, x, y), 0, 255);
        }

        frame.Index = _next;
        frame.TimestampSeconds = TimestampOf?.Invoke(_next) ?? _next / framesPerSecond;
        _next++;
        return new ValueTask<bool>(true);
    }

    /// <summary>The answer of one detector for this video.</summary>
    public async Task<DetectorResult> DetectAsync(IDetector detector) =>
        (await VideoAnalyzer.AnalyzeAsync(this, [detector], CancellationToken.None)).Detectors.Single();
}
