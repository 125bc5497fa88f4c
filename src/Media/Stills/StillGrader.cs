namespace FunctionsPipeline.Media;

/// <summary>Looks that a picture may be given.</summary>
public enum StillGrade
{
    /// <summary>Cool shadows, warm lights, more contrast, darker edges.</summary>
    Cinematic,

    /// <summary>Warm, soft, a little brighter.</summary>
    Warm,

    /// <summary>As it is.</summary>
    Neutral,
}

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
    public async Task GradeAsync(string path, StillGrade grade, string outputPath, CancellationToken cancellationToken)
    {
        // It is decoded once for itself: that refuses what is no whole picture, and holds its size to the limits.
        await new StillDecoder(tool, limits, clock).DecodeAsync(path, cancellationToken);
        string[] arguments =
        [
            "-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file", "-f", PictureFile.FormatOf(Path.GetFullPath(path))!, "-i", Path.GetFullPath(path),
            "-vf", FiltersOf(grade), "-frames:v", "1", "-fflags", "+bitexact", "-f", "image2", "-c:v", "png", "-y", outputPath,
        ];
        await FfmpegRun.RunAsync(tool, arguments, new FfmpegJob($"The look of '{Path.GetFileName(path)}'", limits.Timeout), clock, null, cancellationToken);
    }

    private static string FiltersOf(StillGrade grade) => grade switch
    {
        StillGrade.Cinematic => "format=rgb24,curves=all='0/0 0.25/0.2 0.75/0.8 1/1',colorbalance=rs=-0.06:bs=0.08:rh=0.06:bh=-0.06,eq=saturation=0.92,vignette=angle=PI/6,format=rgb24",
        StillGrade.Warm => "format=rgb24,colorbalance=rm=0.07:gm=0.02:bm=-0.07:rh=0.04:bh=-0.05,eq=brightness=0.02:saturation=1.08,format=rgb24",
        StillGrade.Neutral => "format=rgb24",
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "Unknown grade."),
    };
}
