using System.Globalization;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>A decoded picture, and what parts of it look like. Parts are in shares of the picture.</summary>
public sealed class RenderedFrame(byte[] rgb, int widthPx, int heightPx)
{
    public static async Task<RenderedFrame> AtAsync(ClipFolder folder, string file, int frame, int widthPx, int heightPx)
    {
        var index = frame.ToString(CultureInfo.InvariantCulture);
        var rgb = await folder.OutputAsync(
            "-i", file, "-map", "0:v:0", "-vf", $"select=eq(n\\,{index}),scale={widthPx}:{heightPx}", "-fps_mode", "passthrough", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        rgb.Length.ShouldBe(widthPx * heightPx * 3, $"frame {frame} of {file}");
        return new RenderedFrame(rgb, widthPx, heightPx);
    }

    public static Task<RenderedFrame> OfPictureAsync(ClipFolder folder, string file, int widthPx, int heightPx) => AtAsync(folder, file, 0, widthPx, heightPx);

    /// <summary>Mean red, green and blue.</summary>
    public (double Red, double Green, double Blue) Mean(double left = 0, double top = 0, double right = 1, double bottom = 1)
    {
        double red = 0, green = 0, blue = 0, count = 0;
        Walk(left, top, right, bottom, (r, g, b) => (red, green, blue, count) = (red + r, green + g, blue + b, count + 1));
        return (red / count, green / count, blue / count);
    }

    /// <summary>Mean of the largest difference in a colour, levels.</summary>
    public double DifferenceFrom(RenderedFrame other, double left = 0, double top = 0, double right = 1, double bottom = 1)
    {
        var pixels = new List<(int, int, int)>();
        other.Walk(left, top, right, bottom, (r, g, b) => pixels.Add((r, g, b)));
        var at = 0;
        double sum = 0;
        Walk(left, top, right, bottom, (r, g, b) =>
        {
            var (otherRed, otherGreen, otherBlue) = pixels[at++];
            sum += Math.Max(Math.Abs(r - otherRed), Math.Max(Math.Abs(g - otherGreen), Math.Abs(b - otherBlue)));
        });
        return sum / at;
    }

    /// <summary>Middle of the pixels of a kind, in shares of the width; null where there are none.</summary>
    public double? CenterX(Func<int, int, int, bool> isOfKind)
    {
        double sum = 0, count = 0;
        for (var y = 0; y < heightPx; y++)
        {
            for (var x = 0; x < widthPx; x++)
            {
                var at = ((y * widthPx) + x) * 3;
                if (isOfKind(rgb[at], rgb[at + 1], rgb[at + 2])) (sum, count) = (sum + x, count + 1);
            }
        }

        return count == 0 ? null : sum / count / widthPx;
    }

    /// <summary>Share of the pixels of a kind.</summary>
    public double ShareOf(Func<int, int, int, bool> isOfKind, double left = 0, double top = 0, double right = 1, double bottom = 1)
    {
        double found = 0, count = 0;
        Walk(left, top, right, bottom, (r, g, b) => (found, count) = (found + (isOfKind(r, g, b) ? 1 : 0), count + 1));
        return found / count;
    }

    private void Walk(double left, double top, double right, double bottom, Action<int, int, int> visit)
    {
        for (var y = (int)(top * heightPx); y < (int)(bottom * heightPx); y++)
        {
            for (var x = (int)(left * widthPx); x < (int)(right * widthPx); x++)
            {
                var at = ((y * widthPx) + x) * 3;
                visit(rgb[at], rgb[at + 1], rgb[at + 2]);
            }
        }
    }
}
