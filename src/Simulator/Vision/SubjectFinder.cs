using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>What stands out of a picture, and before what.</summary>
/// <param name="OffCentre">Distance of its middle from the picture's, 0 to 1.</param>
/// <param name="Spread">Deviation about its middle, in shorter sides.</param>
/// <param name="Hue">Its hue, degrees; null when nothing stands out.</param>
/// <param name="X">Its middle, px from the left.</param>
/// <param name="Y">Its middle, px from the top.</param>
/// <param name="BackgroundCast">Distance of the usual colour from grey, steps.</param>
internal readonly record struct Subject(double OffCentre, double Spread, double? Hue, double X, double Y, double BackgroundCast);

/// <summary>Finds what stands out: the pixels whose colour is farthest from the usual one.</summary>
internal static class SubjectFinder
{
    private const int Steps = 511;
    private const int Zero = 255;

    // Colour differences below this are the grain of cameras and encoders.
    private const int LeastDistance = 8;
    private const double ShareOfFarthest = 0.45;

    /// <summary>Looks for it.</summary>
    public static Subject Find(Raster picture)
    {
        var (red, blue) = UsualColour(picture);
        var cast = Math.Sqrt((red * red) + (blue * blue));
        var threshold = Threshold(picture, red, blue);
        if (threshold < LeastDistance) return new Subject(1, 1, null, picture.Width / 2.0, picture.Height / 2.0, cast);

        double weight = 0, x = 0, y = 0, redder = 0, bluer = 0, squares = 0;
        ForEach(picture, red, blue, (column, row, toRed, toBlue, distance) =>
        {
            if (distance < threshold) return;
            weight++;
            x += column;
            y += row;
            redder += toRed;
            bluer += toBlue;
            squares += ((double)column * column) + ((double)row * row);
        });
        (x, y) = (x / weight, y / weight);
        double across = ((2 * x) / picture.Width) - 1, down = ((2 * y) / picture.Height) - 1;
        var spread = Math.Sqrt(Math.Max(0, (squares / weight) - (x * x) - (y * y))) / Math.Min(picture.Width, picture.Height);
        return new Subject(Math.Min(1, Math.Sqrt((across * across) + (down * down))), spread, HueOf(redder / weight, bluer / weight), x, y, cast);
    }

    /// <summary>Hue, degrees, of a colour by its distance from green: red less green, and blue less green.</summary>
    public static double HueOf(double red, double blue)
    {
        var least = Math.Min(0, Math.Min(red, blue));
        double r = red - least, g = -least, b = blue - least;
        var most = Math.Max(r, Math.Max(g, b));
        if (most == 0) return 0;
        var sixths = most == r ? ((g - b) / most) + 6 : most == g ? ((b - r) / most) + 2 : ((r - g) / most) + 4;
        return sixths * 60 % 360;
    }

    // The medians: a subject that fills less than half of the picture does not move them.
    private static (int Red, int Blue) UsualColour(Raster picture)
    {
        int[] reds = new int[Steps], blues = new int[Steps];
        for (var at = 0; at < picture.Rgb.Length; at += Raster.Channels)
        {
            reds[picture.Rgb[at] - picture.Rgb[at + 1] + Zero]++;
            blues[picture.Rgb[at + 2] - picture.Rgb[at + 1] + Zero]++;
        }

        var half = picture.Width * picture.Height / 2;
        return (QuantileOf(reds, half) - Zero, QuantileOf(blues, half) - Zero);
    }

    private static double Threshold(Raster picture, int red, int blue)
    {
        var distances = new int[(2 * Steps) + 1];
        ForEach(picture, red, blue, (_, _, _, _, distance) => distances[distance]++);
        return ShareOfFarthest * QuantileOf(distances, (int)(picture.Width * picture.Height * 0.97));
    }

    private static int QuantileOf(int[] counts, int rank)
    {
        int value = 0, seen = 0;
        while (value < counts.Length - 1 && (seen += counts[value]) <= rank) value++;
        return value;
    }

    private static void ForEach(Raster picture, int red, int blue, Action<int, int, int, int, int> visit)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (int x = 0, at = 0; x < picture.Width; x++, at += Raster.Channels)
            {
                int toRed = row[at] - row[at + 1] - red, toBlue = row[at + 2] - row[at + 1] - blue;
                visit(x, y, toRed, toBlue, Math.Abs(toRed) + Math.Abs(toBlue));
            }
        }
    }
}
