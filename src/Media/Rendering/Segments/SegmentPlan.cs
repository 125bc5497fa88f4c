namespace FunctionsPipeline.Media;

/// <summary>Divides a timeline into segments of a few seconds. Pure: it depends on the timeline alone, so the same timeline makes the same file everywhere.</summary>
/// <remarks>
/// What a graph of filters needs of memory grows with its shots: each holds pictures and frames of its own from the beginning. A few shots at
/// a time need the same for a minute as for an hour.
/// </remarks>
internal static class SegmentPlan
{
    /// <summary>Longer ones need more memory and keep processors waiting at the end; shorter ones read pictures anew more often.</summary>
    private const double TargetSeconds = 3;

    /// <summary>The segments, in order, without a gap.</summary>
    /// <param name="timeline">A valid timeline.</param>
    public static IReadOnlyList<Segment> Of(Timeline timeline)
    {
        var places = PlacesOf(timeline);
        var end = timeline.Frames();
        var target = TargetSeconds * timeline.FramesPerSecond;
        var segments = new List<Segment>();
        for (var start = 0; start < end;)
        {
            var next = NextBoundary(places, start, end, target) ?? end;
            segments.Add(new Segment(start, next - start));
            start = next;
        }

        return segments;
    }

    /// <summary>The place nearest to where the next segment should end; null where the rest is one.</summary>
    private static int? NextBoundary(IReadOnlyList<Place> places, int start, int end, double target)
    {
        var count = Math.Round((end - start) / target);
        if (count < 2) return null;
        var ideal = start + (int)Math.Round((end - start) / count);
        return places
            .Select(place => (Frame: Math.Clamp(ideal, place.FirstFrame, place.LastFrame), place.Cost))
            .Where(place => place.Frame > start + (target / 2) && place.Frame < end - (target / 4))
            .OrderBy(place => Math.Abs(place.Frame - ideal) + (place.Cost * target))
            .ThenBy(place => place.Frame)
            .Select(place => (int?)place.Frame)
            .FirstOrDefault();
    }

    /// <summary>Frames at which a segment may begin: cuts, and the middle of shots, where no transition is under way.</summary>
    private static IReadOnlyList<Place> PlacesOf(Timeline timeline)
    {
        var places = new List<Place>();
        for (var i = 0; i < timeline.Shots.Count; i++)
        {
            var shot = timeline.Shots[i];
            var into = shot.Transition?.Frames ?? 0;
            var outOf = i + 1 < timeline.Shots.Count ? timeline.Shots[i + 1].Transition?.Frames ?? 0 : 0;
            if (i > 0 && into == 0) places.Add(new Place(shot.StartFrame, shot.StartFrame, 0));

            // Both parts get a frame beyond their transition. A divided picture is read twice, a divided clip decoded from its beginning twice.
            var (first, last) = (shot.StartFrame + into + 1, shot.StartFrame + shot.Frames - outOf - 1);
            if (first <= last) places.Add(new Place(first, last, shot.Source is StillSource ? 0.2 : 0.5));
        }

        return places;
    }

    /// <param name="FirstFrame">From here.</param>
    /// <param name="LastFrame">To here, inclusive.</param>
    /// <param name="Cost">What a boundary here costs, in lengths of a segment.</param>
    private sealed record Place(int FirstFrame, int LastFrame, double Cost);
}
