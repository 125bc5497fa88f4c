using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Finds a face by the colour of skin: redder than what is usual in the picture, less blue, and bright.</summary>
internal static class SkinFinder
{
    private const int Steps = 511;
    private const int Zero = 255;
    private const int RedLeast = 14;
    private const int RedMost = 95;
    private const int BlueLeast = -75;
    private const int BlueMost = -8;
    private const double ShareLeast = 0.015;
    private const double ShareMost = 0.4;
    private const double EdgeShare = 0.015;

    /// <summary>The face; null when the picture has no patch of skin of a sensible size and form.</summary>
    public static Face? In(Raster picture)
    {
        var (red, blue) = UsualColour(picture);
        int[] columns = new int[picture.Width], rows = new int[picture.Height];
        var count = 0;
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (int x = 0, at = 0; x < picture.Width; x++, at += Raster.Channels)
            {
                int toRed = row[at] - row[at + 1] - red, toBlue = row[at + 2] - row[at + 1] - blue;
                if (toRed is < RedLeast or > RedMost || toBlue is < BlueLeast or > BlueMost) continue;
                columns[x]++;
                rows[y]++;
                count++;
            }
        }

        var share = (double)count / (picture.Width * picture.Height);
        if (share is < ShareLeast or > ShareMost) return null;
        int left = Quantile(columns, count, EdgeShare), right = Quantile(columns, count, 1 - EdgeShare), chin = Quantile(rows, count, 1 - (EdgeShare / 2));
        var radiusX = (right - left) / 2.0 * 1.03;
        var radiusY = radiusX / Face.Slenderness;
        var face = new Face((left + right) / 2.0, chin - radiusY, radiusX, radiusY);

        // Skin fills most of a face; what is strewn about is grain.
        return count > 0.45 * Math.PI * radiusX * radiusY && radiusY < 0.45 * picture.Height ? face : null;
    }

    private static (int Red, int Blue) UsualColour(Raster picture)
    {
        int[] reds = new int[Steps], blues = new int[Steps];
        for (var at = 0; at < picture.Rgb.Length; at += Raster.Channels)
        {
            reds[picture.Rgb[at] - picture.Rgb[at + 1] + Zero]++;
            blues[picture.Rgb[at + 2] - picture.Rgb[at + 1] + Zero]++;
        }

        var all = picture.Width * picture.Height;
        return (Quantile(reds, all, 0.5) - Zero, Quantile(blues, all, 0.5) - Zero);
    }

    private static int Quantile(int[] counts, int all, double share)
    {
        int value = 0, seen = 0;
        while (value < counts.Length - 1 && (seen += counts[value]) <= all * share) value++;
        return value;
    }
}
