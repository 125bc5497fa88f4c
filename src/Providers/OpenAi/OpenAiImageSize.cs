using System.Globalization;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Turns a shape and a resolution into the width and height that these servers ask for. Pure.</summary>
internal static class OpenAiImageSize
{
    /// <summary>Sides must be divisible by it.</summary>
    private const int StepPx = 16;

    /// <summary>The longer side is at most this many times the shorter.</summary>
    private const double RatioMax = 3;

    /// <summary>
    /// For example <c>1536x1024</c>. <c>1k</c> is a shorter side of 1024 px, <c>2k</c> one of 1440 px: 2560x1440 is the largest that is not
    /// experimental.
    /// </summary>
    /// <returns>The size; null when neither is given, which leaves it to the model, or when they cannot be read: see <see cref="Problems"/>.</returns>
    public static string? Of(string? aspectRatio, string? resolution)
    {
        if (resolution is not null && IsExact(resolution)) return resolution;
        if (aspectRatio is null && resolution is null) return null;
        if (ShortSidePx(resolution) is not { } side || Ratio(aspectRatio ?? "1:1") is not { } ratio) return null;
        var longSide = (int)Math.Round(side * Math.Max(ratio, 1 / ratio) / StepPx) * StepPx;
        return ratio >= 1 ? Text(longSide, side) : Text(side, longSide);
    }

    /// <summary>What is wrong with a shape or a resolution for a server whose models nobody lists.</summary>
    public static IEnumerable<string> Problems(string? aspectRatio, string? resolution)
    {
        if (aspectRatio is not null && Ratio(aspectRatio) is null)
        {
            yield return $"aspect ratio: '{aspectRatio}' is not two numbers such as 16:9, at most 3:1";
        }

        if (resolution is null) yield break;
        if (IsExact(resolution))
        {
            if (aspectRatio is not null) yield return $"aspect ratio: '{aspectRatio}' and the size {resolution} were both given; leave one out";
        }
        else if (ShortSidePx(resolution) is null)
        {
            yield return $"resolution: '{resolution}' is not known; 1k, 2k, or a size such as 768x512";
        }
    }

    private static int? ShortSidePx(string? resolution) => resolution switch
    {
        null or "1k" => 1024,
        "2k" => 1440,
        _ => null,
    };

    private static double? Ratio(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || Number(parts[0]) is not { } across || Number(parts[1]) is not { } down) return null;
        var ratio = across / down;
        return ratio is <= RatioMax and >= 1 / RatioMax ? ratio : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static bool IsExact(string resolution)
    {
        var sides = resolution.Split('x');
        return sides.Length == 2 && sides.All(side => side.Length is > 0 and <= 5 && side[0] != '0' && side.All(char.IsAsciiDigit));
    }

    private static string Text(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
}
