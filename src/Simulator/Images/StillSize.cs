using System.Globalization;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>Sizes of pictures. Real ones are larger; these are made by the hundred on two cores.</summary>
internal static class StillSize
{
    private const int LongSidePx = 512;
    private const int ShortSidePxMin = 128;

    /// <summary>Width and height, px: the longer side is 512.</summary>
    /// <param name="aspectRatio">For example <c>16:9</c>; anything else is taken for a square.</param>
    public static (int WidthPx, int HeightPx) Of(string? aspectRatio)
    {
        var (across, down) = Ratio(aspectRatio ?? "1:1");
        return across >= down ? (LongSidePx, Short(down / across)) : (Short(across / down), LongSidePx);
    }

    private static (double Across, double Down) Ratio(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2 && TryPositive(parts[0], out var across) && TryPositive(parts[1], out var down) ? (across, down) : (1, 1);
    }

    private static bool TryPositive(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && number > 0 && double.IsFinite(number);

    private static int Short(double share) => Math.Max(ShortSidePxMin, (int)Math.Round(LongSidePx * share / 2) * 2);
}
