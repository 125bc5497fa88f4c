namespace FunctionsPipeline.Analysis;

/// <summary>Fills <see cref="FrameMotion"/> for the frames of one video through a backend. All buffers are made once.</summary>
internal sealed class MotionEstimator : IDisposable
{
    private readonly AnalysisBackend _backend;
    private DeviceFlow _backward;
    private DeviceFlow _forward;

    // The flows of the frame before: whoever looks at that frame still reads them.
    private DeviceFlow _previousBackward;
    private DeviceFlow _previousForward;
    private readonly DevicePlane _visible;
    private readonly DevicePlane _predicted;
    private readonly CameraFit _cameraFit = new();
    private DevicePlane _plane;
    private DevicePlane _previousPlane;
    private DevicePyramid _pyramid;
    private DevicePyramid _previousPyramid;
    private bool _previousIsUsable;

    public MotionEstimator(WorkingSize size, AnalysisBackend backend)
    {
        _backend = backend;
        var (width, height) = (size.WidthPx, size.HeightPx);
        (_backward, _forward) = (backend.CreateFlow(width, height), backend.CreateFlow(width, height));
        (_previousBackward, _previousForward) = (backend.CreateFlow(width, height), backend.CreateFlow(width, height));
        (_visible, _predicted) = (backend.CreatePlane(width, height), backend.CreatePlane(width, height));
        (_plane, _previousPlane) = (backend.CreatePlane(width, height), backend.CreatePlane(width, height));
        (_pyramid, _previousPyramid) = (backend.CreatePyramid(width, height), backend.CreatePyramid(width, height));
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="previous">The frame taken before; null for the first.</param>
    /// <param name="measures">What is known about the frame.</param>
    /// <param name="motion">Is filled.</param>
    public void Estimate(WorkingFrame frame, WorkingFrame? previous, FrameMeasures measures, FrameMotion motion)
    {
        (_plane, _previousPlane) = (_previousPlane, _plane);
        (_pyramid, _previousPyramid) = (_previousPyramid, _pyramid);
        _backend.Upload(frame.Luma, _plane);
        _backend.BuildPyramid(_plane, _pyramid);
        motion.IsKnown = previous is not null && _previousIsUsable && !measures.IsBlack && !measures.IsCut;
        _previousIsUsable = !measures.IsBlack;
        if (motion.IsKnown) Estimate(frame, previous!, motion);
    }

    public void Dispose()
    {
        DevicePlane[] planes = [_visible, _predicted, _plane, _previousPlane];
        foreach (var plane in planes) plane.Dispose();
        DeviceFlow[] flows = [_backward, _forward, _previousBackward, _previousForward];
        foreach (var flow in flows) flow.Dispose();
        _pyramid.Dispose();
        _previousPyramid.Dispose();
    }

    private void Estimate(WorkingFrame frame, WorkingFrame previous, FrameMotion motion)
    {
        (_backward, _previousBackward) = (_previousBackward, _backward);
        (_forward, _previousForward) = (_previousForward, _forward);
        _backend.FlowBothWays(_pyramid, _previousPyramid, _backward, _forward);
        _backend.MarkVisible(_backward, _forward, _visible);
        _backend.Warp(_previousPlane, _backward, _predicted);
        (motion.Backward, motion.Forward) = (_backend.Read(_backward), _backend.Read(_forward));
        motion.Visible = Download(_visible, motion.Visible);
        motion.Predicted = Download(_predicted, motion.Predicted);
        motion.Camera = StillCamera.Correct(frame.Luma, previous.Luma, _cameraFit.Fit(frame.Luma, motion.Backward, motion.Visible));
    }

    private byte[] Download(DevicePlane plane, byte[] pixels)
    {
        if (pixels.Length != plane.WidthPx * plane.HeightPx) pixels = new byte[plane.WidthPx * plane.HeightPx];
        _backend.Download(plane, pixels);
        return pixels;
    }
}
