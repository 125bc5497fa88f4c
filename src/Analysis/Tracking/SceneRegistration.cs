namespace FunctionsPipeline.Analysis;

/// <summary>
/// Takes the camera out of a window of frames: each frame is laid over a reference frame, and a new reference is begun when too little of
/// the old one is left in the picture. So errors do not add up from frame to frame. The first frame is the world.
/// </summary>
/// <remarks>Frames are registered as they come, so that little is left to do, one after the other, when a window ends.</remarks>
/// <param name="frames">The window; more frames may be added to its end at any time.</param>
internal sealed class SceneRegistration(IReadOnlyList<TrackedFrame> frames)
{
    /// <summary>How far the corners may move, as a share of the picture's side, before another reference is taken.</summary>
    private const double ShiftShareMax = 0.25;

    private int _registered;
    private int _reference;
    private PlaneRegistration? _registration;

    /// <summary>Registers the next frames in place.</summary>
    /// <param name="most">How many at most; fewer where there are no more.</param>
    public void Advance(int most)
    {
        for (var end = Math.Min(frames.Count, _registered + most); _registered < end; _registered++) Register(_registered);
    }

    /// <summary>Begins again with what is the first frame now.</summary>
    public void Restart() => (_registered, _reference, _registration) = (0, 0, null);

    private void Register(int index)
    {
        var frame = frames[index];
        if (_registration is null)
        {
            _registration = new PlaneRegistration(frame);
            frame.FromReference = frame.ToWorld = PlaneMap.Identity;
            frame.ReferenceIndex = 0;
            return;
        }

        var previous = frames[index - 1];
        var start = previous.FromReference.Then(frame.ToPrevious.Invert());
        if (ShiftShare(start, frame) > ShiftShareMax)
        {
            _reference = index - 1;
            _registration = new PlaneRegistration(previous);
            start = frame.ToPrevious.Invert();
        }

        frame.ReferenceIndex = _reference;
        (frame.Gain, frame.Offset) = (previous.Gain, previous.Offset);
        frame.FromReference = _registration.Refine(frame, start);
        frame.ToWorld = frame.FromReference.Invert().Then(frames[_reference].ToWorld);
    }

    private static double ShiftShare(PlaneMap map, TrackedFrame frame) =>
        map.ShiftMaxPx(frame.WidthPx, frame.HeightPx) / Math.Min(frame.WidthPx, frame.HeightPx);
}
