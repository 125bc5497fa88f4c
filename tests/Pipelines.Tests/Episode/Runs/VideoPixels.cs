using System.Diagnostics;
using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Runs;

/// <summary>What ffmpeg decodes of a video or picture, in colour and as large as these episodes are: for looks at what a file really shows.</summary>
internal sealed class VideoPixels
{
    public const int WidthPx = 144;
    public const int HeightPx = 256;

    private const int FrameBytes = WidthPx * HeightPx * 3;
    private readonly byte[] _rgb;

    private VideoPixels(byte[] rgb) => _rgb = rgb;

    public int Frames => _rgb.Length / FrameBytes;

    public static async Task<VideoPixels> ReadAsync(FfmpegTool ffmpeg, string path) => new(await OutputAsync(
        ffmpeg.Path, "-i", path, "-map", "0:v:0", "-vf", $"scale={WidthPx}:{HeightPx}:force_original_aspect_ratio=increase,crop={WidthPx}:{HeightPx}", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"));

    /// <summary>A picture as it fills a frame.</summary>
    public static async Task<PixelFrame> PictureAsync(FfmpegTool ffmpeg, string path) => (await ReadAsync(ffmpeg, path)).At(0);

    public PixelFrame At(int frame) => new(_rgb.AsMemory(frame * FrameBytes, FrameBytes));

    /// <summary>Standard output of a program.</summary>
    public static async Task<byte[]> OutputAsync(string program, params string[] arguments)
    {
        var isFfmpeg = Path.GetFileNameWithoutExtension(program) == "ffmpeg";
        var start = new ProcessStartInfo(program, isFfmpeg ? ["-nostdin", "-v", "error", .. arguments] : arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }
}

/// <summary>A decoded picture.</summary>
internal sealed class PixelFrame(ReadOnlyMemory<byte> rgb)
{
    /// <summary>Mean red, green and blue of the upper half, 0 to 255.</summary>
    public (double Red, double Green, double Blue) Mean()
    {
        var sums = new double[3];
        var half = rgb.Length / 2;
        for (var i = 0; i < half; i++) sums[i % 3] += rgb.Span[i];
        return (sums[0] / (half / 3), sums[1] / (half / 3), sums[2] / (half / 3));
    }

    /// <summary>Mean of the three colours.</summary>
    public double Brightness() => Mean() is var (red, green, blue) ? (red + green + blue) / 3 : 0;

    /// <summary>Pixels in the colour of the spoken word, where captions stand.</summary>
    public int SpokenPixels()
    {
        var count = 0;
        for (var i = rgb.Length / 2; i < rgb.Length * 4 / 5; i += 3)
        {
            if (rgb.Span[i] > 180 && rgb.Span[i + 1] > 140 && rgb.Span[i + 2] < 120) count++;
        }

        return count;
    }

    /// <summary>How alike two pictures are: correlation of their brightness in the upper half, where no captions are; 1 for the same.</summary>
    public double LikenessTo(PixelFrame other)
    {
        var (ours, theirs) = (Luma(), other.Luma());
        var (meanOurs, meanTheirs) = (ours.Average(), theirs.Average());
        double product = 0, squares = 0, otherSquares = 0;
        for (var i = 0; i < ours.Length; i++)
        {
            var (a, b) = (ours[i] - meanOurs, theirs[i] - meanTheirs);
            (product, squares, otherSquares) = (product + (a * b), squares + (a * a), otherSquares + (b * b));
        }

        return product / Math.Sqrt(Math.Max(1e-9, squares * otherSquares));
    }

    /// <summary>Mean difference of the upper half from that of another picture, levels.</summary>
    public double DifferenceFrom(PixelFrame other)
    {
        var sum = 0.0;
        for (var i = 0; i < rgb.Length / 2; i++) sum += Math.Abs(rgb.Span[i] - other.At(i));
        return sum / (rgb.Length / 2);
    }

    private byte At(int index) => rgb.Span[index];

    private double[] Luma()
    {
        var luma = new double[VideoPixels.WidthPx * VideoPixels.HeightPx / 2];
        for (var i = 0; i < luma.Length; i++) luma[i] = rgb.Span[3 * i] + (2 * rgb.Span[(3 * i) + 1]) + rgb.Span[(3 * i) + 2];
        return luma;
    }
}
