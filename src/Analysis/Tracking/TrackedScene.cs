namespace FunctionsPipeline.Analysis;

/// <summary>What moved in a window of frames of one shot, with the camera taken out.</summary>
internal sealed class TrackedScene
{
    private readonly IReadOnlyList<TrackedFrame> _frames;

    private TrackedScene(IReadOnlyList<TrackedFrame> frames, IReadOnlyList<FlightPath> paths) => (_frames, Paths) = (frames, paths);

    /// <summary>Bodies that were followed, each in pieces of constant acceleration.</summary>
    public IReadOnlyList<FlightPath> Paths { get; }

    /// <summary>Working pixels.</summary>
    public int WidthPx => _frames[0].WidthPx;

    /// <summary>Working pixels.</summary>
    public int HeightPx => _frames[0].HeightPx;

    public double StartSeconds => _frames[0].Seconds;

    public double EndSeconds => _frames[^1].Seconds;

    /// <summary>From when on the next window shows these frames once more, and what comes behind them; infinity where no next one is certain.</summary>
    public double SharedFromSeconds { get; private init; } = double.PositiveInfinity;

    /// <summary>Mean time from one kept frame to the next.</summary>
    public double StepSeconds => (EndSeconds - StartSeconds) / Math.Max(1, _frames.Count - 1);

    /// <summary>Takes the still picture away, and follows what is left.</summary>
    /// <param name="frames">The window, registered.</param>
    /// <param name="threads">Threads that share the frames, at least 1; the scene is the same with any number.</param>
    /// <param name="sharedFrames">How many of the last ones the next window begins with; 0 where no next one is certain.</param>
    public static TrackedScene Of(IReadOnlyList<TrackedFrame> frames, int threads, int sharedFrames = 0) =>
        Of(frames, BlobsOf(frames, threads), sharedFrames);

    /// <summary>Follows what stands out in frames that are registered.</summary>
    /// <param name="frames">The window.</param>
    /// <param name="blobs">What stands out, frame by frame.</param>
    /// <param name="sharedFrames">How many of the last frames the next window begins with.</param>
    public static TrackedScene Of(IReadOnlyList<TrackedFrame> frames, IReadOnlyList<IReadOnlyList<Blob>> blobs, int sharedFrames = 0)
    {
        var tracks = new BodyTracks(frames);
        for (var i = 0; i < frames.Count; i++) tracks.Add(i, blobs[i]);
        var paths = new List<FlightPath>();
        foreach (var track in tracks.Finish())
        {
            if (FlightPath.Of(track) is { } path) paths.Add(path);
        }

        return new TrackedScene(frames, paths) { SharedFromSeconds = sharedFrames == 0 ? double.PositiveInfinity : frames[^sharedFrames].Seconds };
    }

    /// <summary>Finds what stands out of the still picture in each frame.</summary>
    /// <param name="frames">The window, registered.</param>
    /// <param name="threads">Threads that share the frames, at least 1.</param>
    public static IReadOnlyList<IReadOnlyList<Blob>> BlobsOf(IReadOnlyList<TrackedFrame> frames, int threads)
    {
        var blobs = new IReadOnlyList<Blob>[frames.Count];
        for (var first = 0; first < frames.Count;)
        {
            var reference = frames[first].ReferenceIndex;
            var end = first + 1;
            while (end < frames.Count && frames[end].ReferenceIndex == reference) end++;
            FindBlobs(frames, BackgroundPlate.Of(frames, reference, threads), (first, end), threads, blobs);
            first = end;
        }

        return blobs;
    }

    /// <summary>Finds what stands out of one still picture in the frames that have it.</summary>
    private static void FindBlobs(
        IReadOnlyList<TrackedFrame> frames, BackgroundPlate plate, (int First, int End) span, int threads, IReadOnlyList<Blob>[] blobs)
    {
        RowSplit.Run(threads, span.End - span.First, (from, to) =>
        {
            var finder = new BlobFinder(frames[0].WidthPx, frames[0].HeightPx);
            for (var i = span.First + from; i < span.First + to; i++) blobs[i] = finder.Find(frames[i], plate) ?? [];
        });
    }

    /// <summary>Where a place of the still world is in a frame.</summary>
    /// <param name="frame">Position in the window.</param>
    /// <param name="x">Working pixels.</param>
    /// <param name="y">Working pixels, downwards.</param>
    public (double X, double Y) ToFrame(int frame, double x, double y) => _frames[frame].ToWorld.Invert().Apply(x, y);

    /// <summary>The kept frame nearest to a time.</summary>
    public int FrameAt(double seconds)
    {
        var nearest = 0;
        for (var i = 1; i < _frames.Count; i++)
        {
            if (Math.Abs(_frames[i].Seconds - seconds) < Math.Abs(_frames[nearest].Seconds - seconds)) nearest = i;
        }

        return nearest;
    }

    /// <summary>When a kept frame is shown.</summary>
    public double SecondsOf(int frame) => _frames[frame].Seconds;

    /// <summary>Kept frames.</summary>
    public int Frames => _frames.Count;
}
