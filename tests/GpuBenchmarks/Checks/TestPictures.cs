using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>Pictures for checks, from a seed.</summary>
internal static class TestPictures
{
    /// <summary>Noise: every value, no structure.</summary>
    public static byte[] Noise(int widthPx, int heightPx, int seed)
    {
        var pixels = new byte[widthPx * heightPx];
        Seeded(seed).NextBytes(pixels);
        return pixels;
    }

    /// <summary>Smooth texture with some noise, moved: what a flow search finds its way in.</summary>
    public static byte[] Texture(int widthPx, int heightPx, double moveX, double moveY, int seed)
    {
        var random = Seeded(seed);
        var pixels = new byte[widthPx * heightPx];
        for (var y = 0; y < heightPx; y++)
        {
            for (var x = 0; x < widthPx; x++)
            {
                var (atX, atY) = (x - moveX, y - moveY);
                // A square before the texture goes its own way, so that there are edges of motion.
                var isSquare = x > widthPx / 3 + moveY && x < widthPx / 2 + moveY && y > heightPx / 3 - moveX && y < 2 * heightPx / 3 - moveX;
                if (isSquare) (atX, atY) = (x - moveY + 50, y + moveX + 50);
                var luma = 120 + 25 * Math.Sin(0.31 * atX + 0.11 * atY) + 20 * Math.Sin(0.17 * atY - 0.07 * atX)
                    + 15 * Math.Sin(0.53 * atX + 0.47 * atY) + (isSquare ? 40 : 0);
                pixels[y * widthPx + x] = (byte)Math.Clamp(luma + random.Next(-2, 3), 0, 255);
            }
        }

        return pixels;
    }

    public static PlaneView View(byte[] pixels, int widthPx, int heightPx) => new(pixels, widthPx, heightPx, widthPx);

    /// <summary>The one place where numbers are drawn: always from a seed.</summary>
    public static Random Seeded(int seed) => new(seed);
}
