namespace FunctionsPipeline.Analysis;

/// <summary>
/// Takes the camera out of a window of frames: each frame is laid over a reference frame, and a new reference is begun when too little of
/// the old one is left in the picture. So errors do not add up from frame to frame.
/// </summary>
internal static class SceneRegistration
{
    /// <summary>How far the corners may move, as a share of the picture's side, before another reference is taken.</summary>
    private const double ShiftShareMax = 0.25;

    /// <summary>Registers the frames in place. The first one is the world.</summary>
    public static void Register(IReadOnlyList<TrackedFrame> frames)
    {
        var reference = 0;
        var registration = new PlaneRegistration(frames[0]);
        frames[0].FromReference = frames[0].ToWorld = PlaneMap.Identity;
        frames[0].ReferenceIndex = 0;
        for (var i = 1; i < frames.Count; i++)
        {
            var frame = frames[i];
            var start = frames[i - 1].FromReference.Then(frame.ToPrevious.Invert());
            if (ShiftShare(start, frame) > ShiftShareMax)
            {
                reference = i - 1;
                registration = new PlaneRegistration(frames[reference]);
                start = frame.ToPrevious.Invert();
            }

            frame.ReferenceIndex = reference;
            (frame.Gain, frame.Offset) = (frames[i - 1].Gain, frames[i - 1].Offset);
            frame.FromReference = registration.Refine(frame, start);
            frame.ToWorld = frame.FromReference.Invert().Then(frames[reference].ToWorld);
        }
    }

    private static double ShiftShare(PlaneMap map, TrackedFrame frame) =>
        map.ShiftMaxPx(frame.WidthPx, frame.HeightPx) / Math.Min(frame.WidthPx, frame.HeightPx);
}
