namespace FunctionsPipeline.Analysis;

/// <summary>What stands still behind the moving things, around one reference frame.</summary>
internal sealed class BackgroundPlate
{
    /// <summary>Enough to see each place free of a thing that passes. More cost time and change little.</summary>
    private const int SamplesMax = 13;

    /// <summary>A frame whose corners are further away than this share of the picture shows too little of the same place.</summary>
    private const double NearShareMax = 0.75;

    /// <summary>Corners that move less need no canvas beyond the picture, pixels.</summary>
    private const double MarginFromPx = 1;

    private BackgroundPlate(StillPlane luma, StillPlane? chromaBlue, StillPlane? chromaRed) =>
        (Luma, ChromaBlue, ChromaRed) = (luma, chromaBlue, chromaRed);

    public StillPlane Luma { get; }

    public StillPlane? ChromaBlue { get; }

    public StillPlane? ChromaRed { get; }

    /// <summary>Makes the plate of a reference from the frames that show its surroundings.</summary>
    /// <param name="frames">The window, registered.</param>
    /// <param name="reference">Index of the reference frame.</param>
    /// <param name="threads">Threads that paint, at least 1.</param>
    public static BackgroundPlate Of(IReadOnlyList<TrackedFrame> frames, int reference, int threads)
    {
        var first = frames[0];
        var (width, height) = (first.WidthPx, first.HeightPx);
        var shift = 0.0;
        var near = new List<(TrackedFrame Frame, PlaneMap Map)>();
        foreach (var frame in frames)
        {
            if (frame.ReferenceIndex == reference) shift = Math.Max(shift, frame.FromReference.ShiftMaxPx(width, height));
            var map = frames[reference].ToWorld.Then(frame.ToWorld.Invert());
            if (map.ShiftMaxPx(width, height) <= NearShareMax * Math.Max(width, height)) near.Add((frame, map));
        }

        var margin = shift < MarginFromPx ? 0 : (int)Math.Ceiling(shift) + 1;
        var samples = Spaced(near);
        return new BackgroundPlate(
            Paint(samples, frame => frame.Luma, isChroma: false, margin, threads),
            first.ChromaBlue is null ? null : Paint(samples, frame => frame.ChromaBlue!, isChroma: true, margin / 2 + 1, threads),
            first.ChromaRed is null ? null : Paint(samples, frame => frame.ChromaRed!, isChroma: true, margin / 2 + 1, threads));
    }

    private static List<(TrackedFrame Frame, PlaneMap Map)> Spaced(List<(TrackedFrame Frame, PlaneMap Map)> near)
    {
        var count = Math.Min(SamplesMax, near.Count);
        var samples = new List<(TrackedFrame Frame, PlaneMap Map)>(count);
        for (var i = 0; i < count; i++) samples.Add(near[count == 1 ? 0 : i * (near.Count - 1) / (count - 1)]);
        return samples;
    }

    private static StillPlane Paint(
        List<(TrackedFrame Frame, PlaneMap Map)> samples, Func<TrackedFrame, SmoothPlane> planeOf, bool isChroma, int marginPx, int threads)
    {
        var pictures = new List<StillSample>(samples.Count);
        foreach (var (frame, map) in samples)
        {
            var light = new byte[256];
            if (isChroma) frame.WriteChromaLight(light);
            else frame.WriteLumaLight(light);
            pictures.Add(new StillSample(planeOf(frame), isChroma ? map.Shrunk(2) : map, light));
        }

        var plane = planeOf(samples[0].Frame);
        return new StillPlane(
            pictures, plane.WidthPx, plane.HeightPx, Math.Min(marginPx, plane.WidthPx / 2), Math.Min(marginPx, plane.HeightPx / 2), threads);
    }
}
