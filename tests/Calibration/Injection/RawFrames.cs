using System.Diagnostics;
using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Frames of a shot, decoded by ffmpeg and kept: shots are short.</summary>
internal sealed class RawFrames : IPainter
{
    private readonly byte[] _bytes;
    private readonly SourceShot _shot;

    private RawFrames(byte[] bytes, SourceShot shot) => (_bytes, _shot) = (bytes, shot);

    /// <summary>Whole frames read.</summary>
    public int Count => _bytes.Length / FrameBytes;

    private int FrameBytes => 3 * _shot.WidthPx * _shot.HeightPx;

    /// <summary>Decodes a shot.</summary>
    public static RawFrames Decode(SourceShot shot)
    {
        string[] arguments =
        [
            "-v", "error", .. shot.Input, "-vf", shot.Filter, "-r", FormattableString.Invariant($"{shot.FramesPerSecond}"),
            "-frames:v", FormattableString.Invariant($"{shot.Frames}"), "-f", "rawvideo", "-pix_fmt", "rgb24", "-threads", "1", "pipe:1",
        ];
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("ffmpeg could not be started.");
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg did not decode the shot '{shot.Filter}'.");
        return new RawFrames(bytes.ToArray(), shot);
    }

    /// <summary>Reads a file of raw frames.</summary>
    public static RawFrames Read(string path, SourceShot shot) => new(File.ReadAllBytes(path), shot);

    public void Paint(double seconds, Picture picture) => Paint((int)Math.Round(seconds * _shot.FramesPerSecond), picture);

    /// <summary>A place for a local defect: of some drawn, the one with the most to see in the middle frame.</summary>
    public PixelBox DetailedPlace(Random random, double widthPx, double heightPx)
    {
        const int Drawn = 16;
        return Enumerable.Range(0, Drawn)
            .Select(_ => new PixelBox(random.Between(0, _shot.WidthPx - widthPx), random.Between(0, _shot.HeightPx - heightPx), widthPx, heightPx))
            .MaxBy(Detail);
    }

    private double Detail(PixelBox box)
    {
        var frame = Count / 2 * FrameBytes;
        double sum = 0;
        for (var y = (int)box.Y; y < box.Y + box.Height - 1; y += 2)
        {
            for (var x = (int)box.X; x < box.X + box.Width - 2; x += 2)
            {
                // Green alone stands for luma.
                var at = frame + 3 * (y * _shot.WidthPx + x) + 1;
                sum += Math.Abs(_bytes[at + 6] - _bytes[at]);
            }
        }

        return sum;
    }

    /// <summary>Paints a frame by its number; the last one stands for all after it.</summary>
    public void Paint(int frame, Picture picture)
    {
        var at = Math.Clamp(frame, 0, Count - 1) * FrameBytes;
        for (var i = 0; i < picture.Pixels.Length; i++, at += 3)
        {
            picture.Pixels[i] = new Vector4(_bytes[at], _bytes[at + 1], _bytes[at + 2], 255) / 255;
        }
    }
}
