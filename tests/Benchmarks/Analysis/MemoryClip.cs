using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>A 1080p clip in memory: a texture that pans, and a square that moves before it. More than a cache holds.</summary>
internal sealed class MemoryClip
{
    public const int WidthPx = 1920;
    public const int HeightPx = 1080;

    /// <summary>72 frames of luma and chroma are 224 MB.</summary>
    public const int Frames = 72;

    private const int Seed = 17;
    private const int PanPx = 4;
    private const int SquarePx = 200;
    private const byte SquareLuma = 220;
    private const byte SquareChroma = 100;

    private readonly byte[][] _frames = new byte[Frames][];

    public MemoryClip()
    {
        const int TextureWidthPx = WidthPx + Frames * PanPx;
        var luma = Texture(TextureWidthPx, HeightPx, Seed);
        var chroma = Texture(TextureWidthPx / 2, HeightPx, Seed + 1);
        for (var number = 0; number < Frames; number++)
        {
            var frame = new byte[Format.FrameBytes];
            for (var y = 0; y < HeightPx; y++)
            {
                luma.AsSpan(y * TextureWidthPx + number * PanPx, WidthPx).CopyTo(frame.AsSpan(y * WidthPx));
                // Both chroma planes lie behind luma, half as wide: together they have as many rows.
                chroma.AsSpan(y * TextureWidthPx / 2 + number * PanPx / 2, WidthPx / 2).CopyTo(frame.AsSpan((HeightPx * 2 + y) * WidthPx / 2));
            }

            PutSquare(frame, 100 + 6 * number, 300);
            _frames[number] = frame;
        }
    }

    public static VideoFormat Format { get; } = new(WidthPx, HeightPx, 24, HasChroma: true);

    /// <summary>Frames from the memory, over and over.</summary>
    public IFrameSource Play(int frames) => new Source(_frames, frames);

    /// <summary>Writes luma as raw video.</summary>
    public void WriteLuma(string path)
    {
        using var file = File.Create(path);
        foreach (var frame in _frames) file.Write(frame, 0, WidthPx * HeightPx);
    }

    /// <summary>Writes all planes as raw video.</summary>
    public void Write(string path)
    {
        using var file = File.Create(path);
        foreach (var frame in _frames) file.Write(frame);
    }

    /// <summary>Opaque: without a colour of its own it would be a thing through which the scene shows.</summary>
    private static void PutSquare(byte[] frame, int left, int top)
    {
        const int ChromaWidthPx = WidthPx / 2;
        const int ChromaHeightPx = HeightPx / 2;
        for (var y = top; y < top + SquarePx; y++) frame.AsSpan(y * WidthPx + left, SquarePx).Fill(SquareLuma);
        for (var plane = 0; plane < 2; plane++)
        {
            var start = WidthPx * HeightPx + plane * ChromaWidthPx * ChromaHeightPx;
            for (var y = top / 2; y < (top + SquarePx) / 2; y++) frame.AsSpan(start + y * ChromaWidthPx + left / 2, SquarePx / 2).Fill(SquareChroma);
        }
    }

    /// <summary>Random values on three grids, each finer and fainter than the one before, with straight lines between them.</summary>
    private static byte[] Texture(int widthPx, int heightPx, int seed)
    {
        var random = new Random(seed);
        var sum = new float[widthPx * heightPx];
        foreach (var (cellPx, strength) in new[] { (64, 50f), (16, 30f), (4, 15f) })
        {
            var columns = widthPx / cellPx + 2;
            var grid = Enumerable.Range(0, columns * (heightPx / cellPx + 2)).Select(_ => strength * (random.NextSingle() - 0.5f)).ToArray();
            for (var y = 0; y < heightPx; y++)
            {
                var (row, down) = (y / cellPx * columns, (float)(y % cellPx) / cellPx);
                for (var x = 0; x < widthPx; x++)
                {
                    var (at, right) = (row + x / cellPx, (float)(x % cellPx) / cellPx);
                    var above = grid[at] * (1 - right) + grid[at + 1] * right;
                    var below = grid[at + columns] * (1 - right) + grid[at + columns + 1] * right;
                    sum[y * widthPx + x] += above * (1 - down) + below * down;
                }
            }
        }

        return [.. sum.Select(value => (byte)(128 + value))];
    }

    private sealed class Source(byte[][] pictures, int frames) : IFrameSource
    {
        private int _next;

        public VideoFormat Format => MemoryClip.Format;

        public string? Warning => null;

        public ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            if (_next == frames) return new ValueTask<bool>(false);
            // Forth and back, so that the end does not look like a cut.
            var turn = _next % (2 * Frames - 2);
            pictures[turn < Frames ? turn : 2 * Frames - 2 - turn].CopyTo(frame.Pixels);
            (frame.Index, frame.TimestampSeconds) = (_next, _next / Format.FramesPerSecond);
            _next++;
            return new ValueTask<bool>(true);
        }
    }
}
