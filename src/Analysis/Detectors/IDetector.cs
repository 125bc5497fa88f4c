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
public readonly ref struct FrameObservation
{
    /// <summary>The frame at its full size.</summary>
    public required VideoFrame Frame { get; init; }

    /// <summary>The frame before; null for the first.</summary>
    public required VideoFrame? Previous { get; init; }

    /// <summary>What was measured for all detectors.</summary>
    public required FrameMeasures Measures { get; init; }

    /// <summary>The frame at the working size.</summary>
    public required WorkingFrame Working { get; init; }

    /// <summary>The frame before at the working size; null for the first.</summary>
    public required WorkingFrame? PreviousWorking { get; init; }

    /// <summary>What moved since the frame before.</summary>
    public required FrameMotion Motion { get; init; }

    /// <summary>Threads that a detector may use for what it has collected, at least 1. What it answers must not hang on it.</summary>
    public required int Threads { get; init; }
}
