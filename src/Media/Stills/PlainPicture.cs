using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Makes a quiet picture that stands where a real one is missing: two colours that run into each other, darker at the edges. Safe for several threads.</summary>
/// <remarks>The same colours and size give the same file with the same ffmpeg.</remarks>
public sealed class PlainPicture(FfmpegTool tool, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Makes it.</summary>
    /// <param name="from">Colour at the top, <c>0xRRGGBB</c>.</param>
    /// <param name="to">Colour at the bottom.</param>
    /// <param name="widthPx">Pixels in a row.</param>
    /// <param name="heightPx">Rows.</param>
    /// <param name="outputPath">The PNG that is written; one that is there is replaced.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <exception cref="MediaException">ffmpeg failed.</exception>
    public Task MakeAsync(int from, int to, int widthPx, int heightPx, string outputPath, CancellationToken cancellationToken)
    {
        // All colours are given: those that are left out are drawn by chance.
        var source = string.Create(
            CultureInfo.InvariantCulture,
            $"gradients=size={widthPx}x{heightPx}:n=2:c0=0x{from:X6}:c1=0x{to:X6}:x0=0:y0=0:x1=0:y1={heightPx - 1}:speed=0.00001:rate=1:duration=1,vignette=angle=PI/4");
        string[] arguments = ["-nostdin", "-hide_banner", "-v", "error", "-f", "lavfi", "-i", source, "-frames:v", "1", "-fflags", "+bitexact", "-f", "image2", "-c:v", "png", "-y", outputPath];
        return FfmpegRun.RunAsync(tool, arguments, new FfmpegJob($"The picture '{Path.GetFileName(outputPath)}'", Timeout), clock, null, cancellationToken);
    }
}
