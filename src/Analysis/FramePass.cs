namespace FunctionsPipeline.Analysis;

/// <summary>
/// Takes a video's frames one by one and measures in each what the detectors share: whole-frame measures, the working size, and motion.
/// All buffers are made once. An <see cref="Observe"/>d frame stays as it is while the next one is read and measured, so that
/// detectors may still be looking at one frame when another thread is at the next.
/// </summary>
internal sealed class FramePass : IDisposable
{
    /// <summary>The frame that is read and measured, the one that detectors look at, and the one before it.</summary>
    private const int Slots = 3;

    private readonly AnalysisBackend _backend;
    private readonly FrameScaler _scaler;
    private readonly MotionEstimator _motion;
    private readonly FrameSlot[] _slots;
    private int _taken;

    public FramePass(VideoFormat format, AnalysisBackend backend)
    {
        var size = new WorkingSize(format);
        _backend = backend;
        _scaler = new FrameScaler(format, size, backend);
        _motion = new MotionEstimator(size, backend);
        _slots = [.. Enumerable.Range(0, Slots).Select(_ => new FrameSlot(format, size, backend))];
    }

    /// <summary>Where the next picture is to be put, before <see cref="Measure"/>.</summary>
    public VideoFrame Next => _slots[_taken % Slots].Frame;

    /// <summary>Measures of the frame taken last.</summary>
    public FrameMeasures Measures => Slot(_taken - 1)!.Measures;

    /// <summary>Frames taken so far.</summary>
    public int Taken => _taken;

    /// <summary>Takes what was put into <see cref="Next"/>.</summary>
    public void Measure()
    {
        var slot = _slots[_taken % Slots];
        var before = Slot(_taken - 1);
        _taken++;
        _backend.Upload(slot.Frame, slot.OnDevice);
        slot.Measures.Measure(slot.Frame, slot.OnDevice, before?.OnDevice, before is null ? default : before.Measures.LumaBlocks, _backend);
        _scaler.Scale(slot.OnDevice, slot.Working);
        _motion.Estimate(slot.Working, before?.Working, slot.Measures, slot.Motion);
    }

    /// <summary>A frame that was taken, by its number from 0: the last one, or the one before it while the last one is being measured.</summary>
    public FrameObservation Observe(int number)
    {
        var slot = Slot(number) ?? throw new InvalidOperationException("No frame was taken.");
        var before = Slot(number - 1);
        return new FrameObservation
        {
            Frame = slot.Frame,
            Previous = before?.Frame,
            Measures = slot.Measures,
            Working = slot.Working,
            PreviousWorking = before?.Working,
            Motion = slot.Motion,
            Threads = _backend.Threads,
        };
    }

    public void Dispose()
    {
        foreach (var slot in _slots) slot.OnDevice.Dispose();
        _scaler.Dispose();
        _motion.Dispose();
    }

    private FrameSlot? Slot(int number) => number < 0 ? null : _slots[number % Slots];

    private sealed class FrameSlot(VideoFormat format, WorkingSize size, AnalysisBackend backend)
    {
        public VideoFrame Frame { get; } = new(format);

        public DeviceFrame OnDevice { get; } = backend.CreateFrame(format);

        public WorkingFrame Working { get; } = new(size, format.HasChroma);

        public FrameMeasures Measures { get; } = new();

        public FrameMotion Motion { get; } = new();
    }
}
