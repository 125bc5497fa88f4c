namespace FunctionsPipeline.Simulator.Clips;

/// <summary>The shape of a clip. Sides are even, as 4:2:0 pictures need.</summary>
/// <param name="WidthPx">Width, px.</param>
/// <param name="HeightPx">Height, px.</param>
/// <param name="FrameCount">Number of frames.</param>
internal readonly record struct ClipFormat(int WidthPx, int HeightPx, int FrameCount)
{
    /// <summary>Frames a second of every clip.</summary>
    public const int FramesPerSecond = 24;

    /// <summary>The shape of a canned clip: as small as a picture with moving bodies can be.</summary>
    public static ClipFormat Canned { get; } = new(160, 90, 12);

    /// <summary>Length, s.</summary>
    public double Seconds => (double)FrameCount / FramesPerSecond;

    /// <summary>The shorter side, px: what sizes in a scene are relative to.</summary>
    public int ShortSidePx => Math.Min(WidthPx, HeightPx);

    /// <summary>The shape made for an order. Real pictures are smaller than what was ordered: hundreds are made on two cores.</summary>
    public static ClipFormat For(string? resolution, string? aspectRatio, int durationSeconds)
    {
        double shortSide = resolution is null or "480p" ? 180 : 360;
        var (across, down) = Ratio(aspectRatio ?? "16:9");
        var (width, height) = across >= down ? (shortSide * across / down, shortSide) : (shortSide, shortSide * down / across);
        return new ClipFormat(Even(width), Even(height), Math.Min(durationSeconds, Limits.ClipSecondsMax) * FramesPerSecond);
    }

    private static (double Across, double Down) Ratio(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2
            && double.TryParse(parts[0], System.Globalization.CultureInfo.InvariantCulture, out var across)
            && double.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var down)
            ? (across, down)
            : (16, 9);
    }

    private static int Even(double length) => (int)Math.Round(length / 2) * 2;
}
