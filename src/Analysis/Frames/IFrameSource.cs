namespace FunctionsPipeline.Analysis;

/// <summary>Gives the frames of one video, once and in order. A decoder, or a scene made in memory.</summary>
public interface IFrameSource
{
    /// <summary>What the frames have in common.</summary>
    VideoFormat Format { get; }

    /// <summary>What was wrong although frames came, in words for people; null when nothing was. Known after the last frame.</summary>
    string? Warning { get; }

    /// <summary>Fills a frame with the next picture.</summary>
    /// <param name="frame">A frame of <see cref="Format"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when there is none left; the frame's content is then not to be used.</returns>
    ValueTask<bool> ReadAsync(VideoFrame frame, CancellationToken cancellationToken);
}
