using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media;

/// <summary>Compares files with one reference, frame by frame. Safe for several threads; each call has two decoder processes.</summary>
public sealed class ReferenceComparer(FfmpegTool tool, string referencePath, TimeProvider clock)
{
    private static readonly DecodeLimits Limits = new() { HasChroma = true };

    /// <summary>Compares a file. Pictures are videos of one frame.</summary>
    /// <exception cref="MediaException">
    /// One of the two cannot be decoded, or they cannot be compared (<see cref="MediaErrorCodes.NotComparable"/>): sizes that differ, or
    /// a picture with a video.
    /// </exception>
    public async Task<ReferenceComparison> CompareAsync(string path, CancellationToken cancellationToken)
    {
        await using var video = await FfmpegFrameSource.OpenAsync(tool, path, Limits, clock, cancellationToken);
        await using var reference = await FfmpegFrameSource.OpenAsync(tool, referencePath, Limits, clock, cancellationToken);
        RefuseDifferentKinds(path);
        try
        {
            return await ReferenceComparison.CompareAsync(video, reference, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw NotComparable(path, $"{Sizes(path, video.Format)} and {Sizes(referencePath, reference.Format)}", "Scale one of them first.", exception);
        }
    }

    private void RefuseDifferentKinds(string path)
    {
        var isPicture = PictureFile.FormatOf(path) is not null;
        if (isPicture == PictureFile.FormatOf(referencePath) is not null) return;

        var (picture, video) = isPicture ? (path, referencePath) : (referencePath, path);
        throw NotComparable(path, $"'{picture}' is a picture and '{video}' a video", "Give two pictures or two videos.", null);
    }

    private MediaException NotComparable(string path, string why, string hint, Exception? inner) =>
        new(MediaErrorCodes.NotComparable, $"'{path}' cannot be compared with '{referencePath}': {why}.", hint, inner: inner);

    private static string Sizes(string path, VideoFormat format) => $"'{Path.GetFileName(path)}' is {format.WidthPx}x{format.HeightPx}";
}
