namespace FunctionsPipeline.Analysis;

/// <summary>
/// Collects a video's frames into windows of one shot and hands out what moved in each. The still picture behind the moving things is only
/// known when they have moved away, so a window is looked at when it is full, or the shot ends. Several detectors share one: whoever comes
/// first with a frame brings it in.
/// </summary>
/// <remarks>Memory is one window of smoothed frames at the working size, at any length of the video.</remarks>
internal sealed class BodyTracker
{
    /// <summary>Frames in a window.</summary>
    private const int WindowFramesMax = 160;

    /// <summary>Seconds in a window: longer, and light and camera change too much for one still picture.</summary>
    private const double WindowSecondsMax = 6;

    /// <summary>What a window shares with the next one, so that nothing falls between them.</summary>
    private const int OverlapParts = 4;

    /// <summary>Fewer frames show no acceleration.</summary>
    internal const int WindowFramesMin = 8;

    /// <summary>So many frames a second show any flight; of faster videos some are left out.</summary>
    private const double FramesPerSecondEnough = 30;

    /// <summary>Frames registered for each that comes: what a window shares with the one before is registered anew beside the new frames.</summary>
    private const int RegisteredAtOnce = 2;

    private readonly List<TrackedFrame> _window = [];
    private readonly SceneRegistration _registration;
    private readonly Stack<TrackedFrame> _spare = new();
    private readonly List<Action<TrackedScene>> _listeners = [];
    private int _nextIndex;
    private int _skipped;
    private int _threads = 1;
    private PlaneMap _toKept = PlaneMap.Identity;

    /// <summary>Makes a tracker for one video.</summary>
    public BodyTracker() => _registration = new SceneRegistration(_window);

    /// <summary>Frames that were brought in.</summary>
    public int FramesSeen => _nextIndex;

    /// <summary>Windows that were looked at.</summary>
    public int Scenes { get; private set; }

    /// <summary>Calls back for every window.</summary>
    public void Listen(Action<TrackedScene> listener) => _listeners.Add(listener);

    /// <summary>Takes the next frame; a frame that another detector has brought is passed over.</summary>
    public void Observe(in FrameObservation observation)
    {
        var frame = observation.Frame;
        if (frame.Index < _nextIndex) return;
        (_nextIndex, _threads) = (frame.Index + 1, observation.Threads);
        var measures = observation.Measures;
        if (measures.IsCut || measures.IsBlack) EndShot();
        if (measures.IsBlack) return;

        _toKept = observation.Motion.IsKnown ? PlaneMap.Of(observation.Motion.Camera).Then(_toKept) : _toKept;
        if (_window.Count > 0 && ++_skipped < Stride(frame.Format.FramesPerSecond)) return;
        _skipped = 0;
        var working = observation.Working;
        var kept = _spare.Count > 0 ? _spare.Pop() : new TrackedFrame(working.Size, working.HasChroma);
        kept.Fill(working, frame.TimestampSeconds, _toKept);
        _toKept = PlaneMap.Identity;
        _window.Add(kept);
        _registration.Advance(RegisteredAtOnce);
        if (_window.Count < WindowFramesMax && kept.Seconds - _window[0].Seconds < WindowSecondsMax) return;

        var shared = _window.Count / OverlapParts;
        // Too few frames are no window of their own: nobody may come to look at them again.
        Look(shared >= WindowFramesMin ? shared : 0);
        Drop(_window.Count - shared);
    }

    /// <summary>Looks at what is left. More calls do nothing.</summary>
    public void Finish() => EndShot();

    private static int Stride(double framesPerSecond) => Math.Max(1, (int)Math.Round(framesPerSecond / FramesPerSecondEnough - 0.2));

    private void EndShot()
    {
        if (_window.Count >= WindowFramesMin) Look(sharedFrames: 0);
        Drop(_window.Count);
        (_skipped, _toKept) = (0, PlaneMap.Identity);
    }

    private void Look(int sharedFrames)
    {
        Scenes++;
        _registration.Advance(_window.Count);
        var scene = TrackedScene.Of(_window, _threads, sharedFrames);
        foreach (var listener in _listeners) listener(scene);
    }

    private void Drop(int count)
    {
        for (var i = 0; i < count; i++) _spare.Push(_window[i]);
        _window.RemoveRange(0, count);
        _registration.Restart();
    }
}
