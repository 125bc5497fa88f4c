using FunctionsPipeline.Media;

namespace FunctionsPipeline.GpuWorker.Decoding;

/// <summary>
/// Decodes in this process with OpenCV. What differs from ffmpeg's process: colours go through BGR and back by BT.601, so luma may be off
/// by a level or two, more in BT.709 video; a damaged end is an end; see docs/gpu-worker.md. Safe for several threads.
/// </summary>
public sealed class OpenCvClipDecoder(DecodeLimits limits, TimeProvider clock) : IClipDecoder
{
    /// <inheritdoc/>
    public Task<IClipFrames> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        Check(path, limits);
        // Opening reads from the file at hand: it is waited for on a thread that others do not need.
        return Task.Run<IClipFrames>(() => new OpenCvFrameSource(path, limits, clock), cancellationToken);
    }

    private static void Check(string path, DecodeLimits limits)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new MediaException(MediaErrorCodes.FileMissing, $"'{file.Name}' does not exist.", "Check the path.");
        if (file.Length == 0) throw new MediaException(MediaErrorCodes.FileEmpty, $"'{file.Name}' is empty.", "Download or make the file again.");
        if (file.Length <= limits.FileBytesMax) return;
        throw new MediaException(
            MediaErrorCodes.FileTooLarge,
            $"'{file.Name}' has {file.Length:N0} bytes; at most {limits.FileBytesMax:N0} are decoded.",
            "Cut or re-encode the video, or raise the limit.");
    }
}
