namespace FunctionsPipeline.Analysis.Tests;

/// <summary>Pictures that scenes are made of. Luma at a place, 0 to 255.</summary>
internal static class Pictures
{
    /// <summary>A texture without end, smooth, between 60 and 180.</summary>
    public static double Texture(double x, double y) =>
        120 + 25 * Math.Sin(0.31 * x + 0.11 * y) + 20 * Math.Sin(0.17 * y - 0.07 * x) + 15 * Math.Sin(0.53 * x + 0.47 * y);

    /// <summary>A ball before the texture, with a soft edge.</summary>
    public static double Ball(double x, double y, double centreX, double centreY, double radius = 8)
    {
        var distance = Math.Sqrt((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY));
        var share = Math.Clamp(radius + 0.5 - distance, 0, 1);
        return share * 230 + (1 - share) * Texture(x, y);
    }
}
