using System.Globalization;

namespace FunctionsPipeline.Providers;

/// <summary>Width and height for models that take pixels in place of a shape and a resolution. Pure.</summary>
/// <param name="WidthPx">Width, px; a multiple of 64, which every diffusion model takes.</param>
/// <param name="HeightPx">Height, px; a multiple of 64.</param>
internal readonly record struct ImageSize(int WidthPx, int HeightPx)
{
    private const int StepPx = 64;
    private const double RatioMax = 4;

    private static readonly Dictionary<string, int> SidesPx = new(StringComparer.Ordinal) { ["512"] = 512, ["1k"] = 1024, ["2k"] = 2048 };

    /// <summary>The size that has the shape and about the area of a square of the resolution.</summary>
    /// <param name="aspectRatio">For example <c>16:9</c>; null is square.</param>
    /// <param name="resolution"><c>512</c>, <c>1k</c> or <c>2k</c>; null is <c>1k</c>.</param>
    /// <param name="size">The size; null when neither is given or there is a problem.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Of(string? aspectRatio, string? resolution, out ImageSize? size)
    {
        size = null;
        if (aspectRatio is null && resolution is null) return null;
        if (!SidesPx.TryGetValue(resolution ?? "1k", out var side))
        {
            return $"resolution: '{resolution}' is not offered; one of: {string.Join(", ", SidesPx.Keys)}";
        }

        if (Ratio(aspectRatio ?? "1:1") is not { } ratio)
        {
            return $"aspect ratio: '{aspectRatio}' is no shape between 1:{RatioMax:0} and {RatioMax:0}:1; one looks like 16:9";
        }

        size = new ImageSize(Step(side * Math.Sqrt(ratio)), Step(side / Math.Sqrt(ratio)));
        return null;
    }

    private static double? Ratio(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || !TryRead(parts[0], out var across) || !TryRead(parts[1], out var down)) return null;
        var ratio = across / down;
        return ratio is >= 1 / RatioMax and <= RatioMax ? ratio : null;
    }

    private static bool TryRead(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number is > 0 and < 1000;

    private static int Step(double lengthPx) => Math.Max(1, (int)Math.Round(lengthPx / StepPx)) * StepPx;
}
