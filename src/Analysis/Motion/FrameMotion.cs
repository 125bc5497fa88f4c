namespace FunctionsPipeline.Analysis;

/// <summary>
/// What moved between a frame and the one before it, at the working size. Computed once a frame and shared by all detectors. Everything
/// here is good only until the next frame.
/// </summary>
public sealed class FrameMotion
{
    /// <summary>False for the first frame, behind a cut, and where the frame or the one before it is black: then nothing else here counts.</summary>
    public bool IsKnown { get; internal set; }

    /// <summary>From a pixel of the frame to where it was in the frame before.</summary>
    public FlowField Backward { get; internal set; } = null!;

    /// <summary>From a pixel of the frame before to where it is in the frame.</summary>
    public FlowField Forward { get; internal set; } = null!;

    /// <summary>Per pixel of the frame: 255 where both flows agree, 0 where something was uncovered or nothing fits.</summary>
    public byte[] Visible { get; internal set; } = [];

    /// <summary>The frame before, moved along <see cref="Backward"/>: what the frame should look like if things only moved.</summary>
    public byte[] Predicted { get; internal set; } = [];

    /// <summary>How the camera moved.</summary>
    public CameraMotion Camera { get; internal set; } = CameraMotion.None;
}
