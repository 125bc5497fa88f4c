namespace FunctionsPipeline.Analysis;

/// <summary>
/// Looks at the frames of one video in order and then answers. One object serves one video. It keeps no frame; what it keeps must not
/// grow with the video's length.
/// </summary>
public interface IDetector
{
    /// <summary>Its id in results.</summary>
    string Id { get; }

    /// <summary>Takes the next frame.</summary>
    void Observe(in FrameObservation observation);

    /// <summary>Answers for the frames taken.</summary>
    DetectorResult Complete();
}

/// <summary>A frame with what is known about it. Everything here is good only until the detector returns.</summary>
/// <param name="frame">The frame.</param>
/// <param name="previous">The frame before; null for the first.</param>
/// <param name="measures">What was measured for all detectors.</param>
public readonly ref struct FrameObservation(VideoFrame frame, VideoFrame? previous, FrameMeasures measures)
{
    /// <summary>The frame.</summary>
    public VideoFrame Frame { get; } = frame;

    /// <summary>The frame before; null for the first.</summary>
    public VideoFrame? Previous { get; } = previous;

    /// <summary>What was measured for all detectors.</summary>
    public FrameMeasures Measures { get; } = measures;
}
