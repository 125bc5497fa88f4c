using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media;

/// <summary>Opens video files for their frames. Safe for several threads.</summary>
public interface IClipDecoder
{
    /// <summary>Opens a file and reads what its frames have in common.</summary>
    /// <param name="file">Path of a local file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MediaException">The file cannot be decoded; the code says why.</exception>
    Task<IClipFrames> OpenAsync(string file, CancellationToken cancellationToken);
}

/// <summary>The frames of an open file. Dispose it. Reading may throw <see cref="MediaException"/>. Not for several threads.</summary>
public interface IClipFrames : IFrameSource, IAsyncDisposable;

/// <summary>Decodes with a process of ffmpeg for each clip.</summary>
public sealed class FfmpegClipDecoder(FfmpegTool tool, DecodeLimits limits, TimeProvider clock) : IClipDecoder
{
    /// <inheritdoc/>
    public async Task<IClipFrames> OpenAsync(string file, CancellationToken cancellationToken) =>
        await FfmpegFrameSource.OpenAsync(tool, file, limits, clock, cancellationToken);
}
