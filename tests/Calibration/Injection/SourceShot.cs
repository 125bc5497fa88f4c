using System.Globalization;

namespace FunctionsPipeline.Calibration;

/// <summary>A few seconds of video from ffmpeg: real footage, cropped and panned over, or one of its synthetic sources.</summary>
/// <param name="Control">What it shows, as the labels name it.</param>
/// <param name="Input">ffmpeg's arguments up to and with the input.</param>
/// <param name="Filter">What is done with it to get the size and the rate.</param>
internal sealed record SourceShot(string Control, IReadOnlyList<string> Input, string Filter, int WidthPx, int HeightPx, double FramesPerSecond, double DurationSeconds)
{
    public int Frames => (int)Math.Round(DurationSeconds * FramesPerSecond);

    /// <summary>A part of a video file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="startSeconds">Where the part starts.</param>
    /// <param name="framesPerSecond">Its own rate.</param>
    /// <param name="durationSeconds">How long.</param>
    /// <param name="window">Crop in pixels of the file and the drift of the crop in pixels a second.</param>
    public static SourceShot Footage(string path, double startSeconds, double framesPerSecond, double durationSeconds, FootageWindow window)
    {
        // Twice the size first: a crop moves by whole pixels, and half of them look like a camera.
        var filter = Invariant(
            $"scale=iw*2:ih*2:flags=bicubic,format=yuv444p,crop={2 * window.WidthPx}:{2 * window.HeightPx}:x='{2 * window.X}+{2 * window.DriftX}*t':y='{2 * window.Y}+{2 * window.DriftY}*t',scale={window.WidthPx}:{window.HeightPx}:flags=area,setsar=1");
        var control = window is { DriftX: 0, DriftY: 0 } ? "footage" : "footage-pan";
        return new SourceShot(
            control, ["-ss", Invariant($"{startSeconds}"), "-t", Invariant($"{durationSeconds + 0.5}"), "-i", path], filter,
            window.WidthPx, window.HeightPx, framesPerSecond, durationSeconds);
    }

    /// <summary>A synthetic source of ffmpeg.</summary>
    public static SourceShot Synthetic(string control, string source, string filter, int widthPx, int heightPx, double framesPerSecond, double durationSeconds) =>
        new(control, ["-f", "lavfi", "-i", source], filter, widthPx, heightPx, framesPerSecond, durationSeconds);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What part of a file's picture is taken, and how it moves.</summary>
internal readonly record struct FootageWindow(int X, int Y, int WidthPx, int HeightPx, double DriftX = 0, double DriftY = 0);
