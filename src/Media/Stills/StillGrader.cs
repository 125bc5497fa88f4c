namespace FunctionsPipeline.Media;

/// <summary>Gives pictures a look. Safe for several threads; each call is one ffmpeg process.</summary>
/// <remarks>The same picture and grade give the same file with the same ffmpeg. The size stays.</remarks>
public sealed class StillGrader(FfmpegTool tool, StillLimits limits, TimeProvider clock)
{
    /// <summary>Writes the picture with its look.</summary>
    /// <param name="path">PNG, JPEG or WebP; told by how it begins, never by its name.</param>
    /// <param name="grade">The look.</param>
    /// <param name="outputPath">The PNG that is written; one that is there is replaced.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <exception cref="MediaException">It is no picture, too large, or damaged; nothing usable was written then.</exception>
    public async Task GradeAsync(string path, Grade grade, string outputPath, CancellationToken cancellationToken)
    {
        // It is decoded once for itself: that refuses what is no whole picture, and holds its size to the limits.
        await new StillDecoder(tool, limits, clock).DecodeAsync(path, cancellationToken);
        string[] arguments =
        [
            "-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file", "-f", PictureFile.FormatOf(Path.GetFullPath(path))!, "-i", Path.GetFullPath(path),
            "-vf", GradeFilters.Of(grade), "-frames:v", "1", "-fflags", "+bitexact", "-f", "image2", "-c:v", "png", "-y", outputPath,
        ];
        await FfmpegRun.RunAsync(tool, arguments, new FfmpegJob($"The look of '{Path.GetFileName(path)}'", limits.Timeout), clock, null, cancellationToken);
    }
}
