namespace FunctionsPipeline.Analysis;

/// <summary>How far a video is from a reference, with the numbers of ffmpeg's <c>psnr</c> and <c>ssim</c> filters.</summary>
/// <param name="Frames">Frames compared: as many as the shorter video has, at least 1.</param>
/// <param name="PsnrDb">
/// Peak signal to noise ratio of the mean squared error over all frames and planes, dB, planes weighted by their pixels (ffmpeg's
/// <c>average</c>). Positive infinity when every pixel is equal.
/// </param>
/// <param name="Ssim">Structural similarity over all frames and planes, planes weighted by their pixels (ffmpeg's <c>All</c>), -1 to 1.</param>
/// <param name="PsnrSeries">The ratio of each frame over time; where frames are joined, the lower one.</param>
/// <param name="SsimSeries">The similarity of each frame over time; where frames are joined, the lower one.</param>
/// <param name="Note">What limits the comparison, in words for people; null when nothing does.</param>
public sealed record ReferenceComparison(
    int Frames, double PsnrDb, double Ssim, IReadOnlyList<SeriesPoint> PsnrSeries, IReadOnlyList<SeriesPoint> SsimSeries, string? Note)
{
    /// <summary>The same numbers for each plane: luma, and chroma blue and red where the videos have them.</summary>
    public required IReadOnlyList<PlaneQuality> Planes { get; init; }

    /// <summary>The frame with the lowest similarity, the first of them.</summary>
    public required FrameQuality WorstFrame { get; init; }

    /// <summary>Compares two videos frame by frame, by their order and not by their timestamps. Memory is two frames, at any length.</summary>
    /// <param name="video">Is read to the end of the shorter one and not disposed.</param>
    /// <param name="reference">What the video should look like.</param>
    /// <param name="cancellationToken">Ends the work between frames.</param>
    /// <exception cref="ArgumentException">The sizes differ, one has chroma and the other has none, or they are too small for a window.</exception>
    /// <exception cref="InvalidOperationException">One of them has no frame.</exception>
    public static async Task<ReferenceComparison> CompareAsync(IFrameSource video, IFrameSource reference, CancellationToken cancellationToken)
    {
        RequireComparable(video.Format, reference.Format);
        var (frame, referenceFrame) = (new VideoFrame(video.Format), new VideoFrame(reference.Format));
        var quality = new QualitySums(video.Format);
        while (true)
        {
            // Both are read before either is looked at: their decoders work side by side.
            var read = await Task.WhenAll(
                video.ReadAsync(frame, cancellationToken).AsTask(), reference.ReadAsync(referenceFrame, cancellationToken).AsTask());
            if (!read[0] || !read[1]) return quality.ToComparison(NoteOf(read[0], read[1], quality.Frames));
            quality.Add(frame, referenceFrame);
        }
    }

    private static string? NoteOf(bool isVideoLonger, bool isReferenceLonger, int frames) => (isVideoLonger, isReferenceLonger) switch
    {
        (true, _) => $"the video is longer than the reference; the first {frames} frames were compared",
        (_, true) => $"the reference is longer than the video; the first {frames} frames were compared",
        _ => null,
    };

    private static void RequireComparable(VideoFormat video, VideoFormat reference)
    {
        if (video.WidthPx != reference.WidthPx || video.HeightPx != reference.HeightPx)
        {
            throw new ArgumentException(
                $"The video is {video.WidthPx}x{video.HeightPx} and the reference {reference.WidthPx}x{reference.HeightPx}; "
                + "they can be compared at the same size only.",
                nameof(reference));
        }

        if (video.HasChroma != reference.HasChroma)
        {
            throw new ArgumentException("One of the videos has colour and the other has none.", nameof(reference));
        }

        if (Math.Min(video.WidthPx, video.HeightPx) < WindowReduce.WindowPx)
        {
            throw new ArgumentException(
                $"Videos of {video.WidthPx}x{video.HeightPx} are too small to compare; similarity needs {WindowReduce.WindowPx}x{WindowReduce.WindowPx}.",
                nameof(video));
        }
    }
}

/// <summary>How far one frame is from its reference, all planes together.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Seconds">From the first frame.</param>
/// <param name="PsnrDb">dB; positive infinity when every pixel is equal.</param>
/// <param name="Ssim">-1 to 1.</param>
public readonly record struct FrameQuality(int Index, double Seconds, double PsnrDb, double Ssim);

/// <summary>How far one plane of a video is from the reference, over all frames.</summary>
/// <param name="Name"><c>y</c>, <c>u</c> or <c>v</c>.</param>
/// <param name="PsnrDb">Of the mean squared error, dB; positive infinity when every pixel is equal.</param>
/// <param name="Ssim">Mean over frames, -1 to 1; null for a plane too small for a window.</param>
public sealed record PlaneQuality(string Name, double PsnrDb, double? Ssim);
