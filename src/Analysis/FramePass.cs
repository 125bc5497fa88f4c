namespace FunctionsPipeline.Analysis;

/// <summary>
/// Takes a video's frames one by one and measures in each what the detectors share: whole-frame measures, the working size, and motion.
/// All buffers are made once.
/// </summary>
internal sealed class FramePass : IDisposable
{
    private readonly AnalysisBackend _backend;
    private readonly FrameScaler _scaler;
    private readonly Rotation<DeviceFrame> _onDevice;
    private readonly Rotation<VideoFrame> _frames;
    private readonly Rotation<WorkingFrame> _workings;
    private readonly MotionEstimator _motion;

    public FramePass(VideoFormat format, AnalysisBackend backend)
    {
        var size = new WorkingSize(format);
        _backend = backend;
        _onDevice = new Rotation<DeviceFrame>(() => backend.CreateFrame(format));
        _scaler = new FrameScaler(format, size, backend);
        _frames = new Rotation<VideoFrame>(() => new VideoFrame(format));
        _workings = new Rotation<WorkingFrame>(() => new WorkingFrame(size, format.HasChroma));
        _motion = new MotionEstimator(size, backend);
    }

    /// <summary>Where the next picture is to be put, before <see cref="Measure"/>.</summary>
    public VideoFrame Next => _frames.Next;

    /// <summary>Measures of the frame taken last.</summary>
    public FrameMeasures Measures { get; } = new();

    /// <summary>Motion up to the frame taken last.</summary>
    public FrameMotion Motion { get; } = new();

    /// <summary>The frame taken last.</summary>
    public FrameObservation Observation => new()
    {
        Frame = _frames.Current,
        Previous = _frames.Previous,
        Measures = Measures,
        Working = _workings.Current,
        PreviousWorking = _workings.Previous,
        Motion = Motion,
    };

    /// <summary>Takes what was put into <see cref="Next"/>.</summary>
    public void Measure()
    {
        _frames.Turn();
        _workings.Turn();
        _backend.Upload(_frames.Current, _onDevice.Next);
        _onDevice.Turn();
        Measures.Measure(_frames.Current, _onDevice.Current, _onDevice.Previous, _backend);
        _scaler.Scale(_onDevice.Current, _workings.Current);
        _motion.Estimate(_workings.Current, Measures, Motion);
    }

    public void Dispose()
    {
        foreach (var frame in _onDevice.All) frame.Dispose();
        _scaler.Dispose();
        _motion.Dispose();
    }

    /// <summary>Two buffers in turn: what is current becomes previous, and the previous one is filled anew.</summary>
    private sealed class Rotation<T>(Func<T> create)
        where T : class
    {
        private T? _current;

        /// <summary>Filled while nobody looks at the frames any more, so it may be the previous one's buffer.</summary>
        public T Next { get; private set; } = create();

        public T Current => _current ?? throw new InvalidOperationException("No frame was taken.");

        public T? Previous { get; private set; }

        /// <summary>Every buffer there is.</summary>
        public IReadOnlyList<T> All => _current is null ? [Next] : [Next, _current];

        public void Turn()
        {
            (Previous, _current) = (_current, Next);
            Next = Previous ?? create();
        }
    }
}
