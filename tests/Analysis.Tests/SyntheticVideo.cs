namespace FunctionsPipeline.Analysis.Tests;

/// <summary>Frames made in memory: a seeded texture that pans, and whatever a test does to it.</summary>
internal sealed class SyntheticVideo(int frames, Action<SyntheticFrame> paint, double framesPerSecond = 24, int widthPx = 160, int heightPx = 90)
    : IFrameSource
{
    private int _next;

    public VideoFormat Format { get; } = new(widthPx, heightPx, framesPerSecond, HasChroma: false);

    public string? Warning => null;

    /// <summary>Frames handed in, to see how many buffers there are.</summary>
    public HashSet<VideoFrame> Buffers { get; } = [];

    public ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        Buffers.Add(frame);
        if (_next == frames) return ValueTask.FromResult(false);
        frame.Index = _next;
        frame.TimestampSeconds = _next / Format.FramesPerSecond;
        paint(new SyntheticFrame(frame, _next));
        _next++;
        return ValueTask.FromResult(true);
    }

    public static async Task<DetectorResult> DetectAsync(string id, SyntheticVideo video)
    {
        var analysis = await VideoAnalyzer.AnalyzeAsync(video, CancellationToken.None);
        return analysis.Detectors.Single(detector => detector.Id == id);
    }
}

/// <summary>A frame to paint.</summary>
internal readonly record struct SyntheticFrame(VideoFrame Frame, int Index)
{
    private const int Seed = 4711;
    private static readonly byte[] Texture = MakeTexture();

    public double Seconds => Index / Frame.Format.FramesPerSecond;

    /// <summary>The texture, shifted; luma is then scaled and moved.</summary>
    public void Pan(double offsetPx, double gain = 1, double offset = 0, int scene = 0)
    {
        var (width, height) = (Frame.Format.WidthPx, Frame.Format.HeightPx);
        var pixels = Frame.Pixels.Span;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y + scene * 61) * 512 + x + (int)offsetPx + scene * 200) & (Texture.Length - 1);
                pixels[y * width + x] = (byte)Math.Clamp(Texture[at] * gain + offset, 0, 255);
            }
        }
    }

    public void Square(double x, double y, int side, byte luma)
    {
        var (width, height) = (Frame.Format.WidthPx, Frame.Format.HeightPx);
        for (var row = Math.Max(0, (int)y); row < Math.Min(height, (int)y + side); row++)
        {
            for (var column = Math.Max(0, (int)x); column < Math.Min(width, (int)x + side); column++) Frame.Pixels.Span[row * width + column] = luma;
        }
    }

    public void Noise(int amplitude)
    {
        var random = new Random(Seed + Index);
        foreach (ref var pixel in Frame.Pixels.Span) pixel = (byte)Math.Clamp(pixel + random.Next(-amplitude, amplitude + 1), 0, 255);
    }

    /// <summary>Smooth blobs around middle grey.</summary>
    private static byte[] MakeTexture()
    {
        var random = new Random(Seed);
        var waves = Enumerable.Range(0, 12)
            .Select(_ => (X: random.NextDouble() * 0.2, Y: random.NextDouble() * 0.2, Phase: random.NextDouble() * 6, Height: 6 + random.NextDouble() * 6))
            .ToArray();
        var texture = new byte[512 * 512];
        for (var at = 0; at < texture.Length; at++)
        {
            var (x, y) = (at % 512, at / 512);
            texture[at] = (byte)Math.Clamp(120 + waves.Sum(wave => wave.Height * Math.Sin(x * wave.X + y * wave.Y + wave.Phase)), 30, 220);
        }

        return texture;
    }
}
