using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Where portraits painted here have a face, and how one is known again after it was graded, scaled and encoded. Pure.</summary>
internal static class PortraitForm
{
    /// <summary>The line of the lips, share of the picture's height.</summary>
    public const double MouthY = 0.52;

    /// <summary>Half the width of a mouth, share of the picture's width.</summary>
    public const double MouthHalfWidth = 0.085;

    private const double FaceRadius = 0.28;
    private const double DarkerLeast = 12;

    /// <summary>How large a face is, 1 where it fits the picture's width.</summary>
    /// <param name="bottom">Height of the picture over its width.</param>
    public static double SizeOf(double bottom) => Math.Min(1, bottom * 9 / 16);

    /// <summary>The face of a portrait painted here; null when the picture has no lips in that place.</summary>
    public static Face? FaceOf(Raster picture)
    {
        var size = SizeOf((double)picture.Height / picture.Width) * picture.Width;
        var (x, mouth) = (picture.Width / 2.0, MouthY * picture.Height);

        // Lips are darker than the skin above and below them, all along, and the two halves are alike.
        for (var part = -3; part <= 3; part++)
        {
            var place = x + (part / 4.0 * MouthHalfWidth * picture.Width);
            var lips = Light(picture, place, mouth);
            if (Light(picture, place, mouth - (0.05 * size)) - lips < DarkerLeast || Light(picture, place, mouth + (0.012 * size)) - lips < DarkerLeast / 2) return null;
        }

        var radius = FaceRadius * size;
        return new Face(x, mouth - (Face.LipsShare * radius), radius * Face.Slenderness, radius);
    }

    private static double Light(Raster picture, double x, double y)
    {
        double sum = 0;
        for (var row = (int)y - 1; row <= (int)y + 1; row++)
        {
            var pixel = picture.Row(Math.Clamp(row, 0, picture.Height - 1)).Slice(Math.Clamp((int)x, 0, picture.Width - 1) * Raster.Channels, Raster.Channels);
            sum += (0.3 * pixel[0]) + (0.59 * pixel[1]) + (0.11 * pixel[2]);
        }

        return sum / 3;
    }
}
