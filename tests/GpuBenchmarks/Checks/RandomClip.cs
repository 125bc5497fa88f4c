using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>A short clip made from a seed: texture that pans, a ball that flies before it, noise, and sometimes a defect.</summary>
internal sealed class RandomClip : IFrameSource
{
    private const int FramesMin = 8;
    private const int FramesMax = 14;

    private readonly int _frames;
    private readonly int _seed;
    private readonly int _defect;
    private readonly (double X, double Y) _pan;
    private readonly (double X, double Y) _ball;
    private int _next;

    public RandomClip(int seed)
    {
        var random = TestPictures.Seeded(seed);
        _seed = seed;
        _frames = random.Next(FramesMin, FramesMax);
        // Odd sizes, wide and tall, with and without colour.
        Format = new VideoFormat(random.Next(17, 49) * 2 + 1, random.Next(13, 35) * 2 + 1, 24, random.Next(2) == 0);
        _pan = (random.NextDouble() * 3 - 1.5, random.NextDouble() * 2 - 1);
        _ball = (random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2);
        _defect = random.Next(5);
    }

    public VideoFormat Format { get; }

    public string? Warning => null;

    public ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        if (_next == _frames) return new ValueTask<bool>(false);
        // A frozen clip shows a frame again and again.
        var shown = _defect == 1 ? Math.Min(_next, _frames / 3) : _next;
        Paint(frame.Pixels.Span, shown);
        (frame.Index, frame.TimestampSeconds) = (_next, _next / Format.FramesPerSecond);
        _next++;
        return new ValueTask<bool>(true);
    }

    private void Paint(Span<byte> pixels, int shown)
    {
        var random = TestPictures.Seeded(_seed * 1000 + shown);
        var light = _defect == 2 && shown % 2 == 1 ? 25 : 0;
        var isBlack = _defect == 3 && shown == _frames / 2;
        for (var y = 0; y < Format.HeightPx; y++)
        {
            for (var x = 0; x < Format.WidthPx; x++)
            {
                var luma = isBlack ? 0 : Luma(x, y, shown) + light + random.Next(-2, 3);
                pixels[y * Format.WidthPx + x] = (byte)Math.Clamp(luma, 0, 255);
            }
        }

        for (var at = Format.WidthPx * Format.HeightPx; at < pixels.Length; at++) pixels[at] = (byte)(128 + at % 7 + random.Next(-1, 2));
    }

    private double Luma(int x, int y, int shown)
    {
        var (atX, atY) = (x - _pan.X * shown, y - _pan.Y * shown);
        var texture = 120 + 25 * Math.Sin(0.31 * atX + 0.11 * atY) + 20 * Math.Sin(0.17 * atY - 0.07 * atX) + 15 * Math.Sin(0.53 * atX + 0.47 * atY);
        var (offX, offY) = (x - Format.WidthPx / 2.0 - _ball.X * shown, y - Format.HeightPx / 2.0 - _ball.Y * shown);
        var isBall = offX * offX + offY * offY < 36;
        // Texture that breathes where nothing moves.
        if (_defect == 4) texture += 12 * Math.Sin(0.9 * shown + x / 9.0);
        return isBall ? 230 : texture;
    }
}
