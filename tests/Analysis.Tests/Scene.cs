namespace FunctionsPipeline.Analysis.Tests;

/// <summary>A video made in memory: a picture as a function of the frame and the place.</summary>
public sealed class Scene(int frames, Func<int, int, int, double> luma, int widthPx = 96, int heightPx = 64, double framesPerSecond = 24) : IFrameSource
{
    private readonly Func<int, double, double, Colour>? _colour;
    private int _next;

    /// <summary>A video in colour, BT.601 full range, chroma in the middle of four luma pixels.</summary>
    public Scene(int frames, Func<int, double, double, Colour> colour, int widthPx, int heightPx, double framesPerSecond = 24)
        : this(frames, (frame, x, y) => colour(frame, x, y).Luma, widthPx, heightPx, framesPerSecond)
    {
        _colour = colour;
        Format = Format with { HasChroma = true };
    }

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

        if (_colour is not null) PaintChroma(pixels[(widthPx * heightPx)..], _colour);
        frame.Index = _next;
        frame.TimestampSeconds = TimestampOf?.Invoke(_next) ?? _next / framesPerSecond;
        _next++;
        return new ValueTask<bool>(true);
    }

    /// <summary>The answer of one detector for this video.</summary>
    public async Task<DetectorResult> DetectAsync(IDetector detector) =>
        (await VideoAnalyzer.AnalyzeAsync(this, [detector], CancellationToken.None)).Detectors.Single();

    private void PaintChroma(Span<byte> pixels, Func<int, double, double, Colour> colour)
    {
        var (width, height) = (Format.ChromaWidthPx, Format.ChromaHeightPx);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (blue, red) = (0.0, 0.0);
                for (var part = 0; part < 4; part++)
                {
                    var here = colour(_next, 2 * x + part % 2, 2 * y + part / 2);
                    (blue, red) = (blue + here.ChromaBlue / 4, red + here.ChromaRed / 4);
                }

                pixels[y * width + x] = (byte)Math.Clamp(blue + 0.5, 0, 255);
                pixels[width * height + y * width + x] = (byte)Math.Clamp(red + 0.5, 0, 255);
            }
        }
    }
}

/// <summary>A colour, 0 to 255 each.</summary>
public readonly record struct Colour(double Red, double Green, double Blue)
{
    public double Luma => 0.299 * Red + 0.587 * Green + 0.114 * Blue;

    public double ChromaBlue => 128 + (Blue - Luma) / 1.772;

    public double ChromaRed => 128 + (Red - Luma) / 1.402;
}
