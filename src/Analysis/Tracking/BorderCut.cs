namespace FunctionsPipeline.Analysis;

/// <summary>Finds the centre of a body that one border of the picture cuts off: its free side shows where the hidden one is.</summary>
internal static class BorderCut
{
    /// <summary>How many frames back and ahead the body's shape is looked for: things change, and turn.</summary>
    private const int ReachFrames = 24;

    /// <summary>Share of the body that must be in sight along the cut.</summary>
    private const double SeenMin = 0.25;

    /// <summary>How much the side that is not cut may differ, as a factor: more, and a second border cuts, or another thing joins in.</summary>
    private const double AcrossMax = 1.15;

    /// <summary>The point with its centre where the whole body's is; null when that cannot be told.</summary>
    /// <param name="all">The track.</param>
    /// <param name="index">A point at the border.</param>
    public static BodyPoint? Complete(IReadOnlyList<BodyPoint> all, int index)
    {
        if (NearestWhole(all, index) is not { } whole) return null;
        var (cut, known) = (all[index].Blob, whole);
        var (across, along) = ((double)cut.WidthPx / known.WidthPx, (double)cut.HeightPx / known.HeightPx);
        if (along >= SeenMin && along <= AcrossMax && IsAlike(across, along))
        {
            var y = cut.Top <= 1 ? cut.Bottom - (known.Bottom - known.Y) : cut.Top + (known.Y - known.Top);
            return all[index] with { Y = all[index].Y + y - cut.Y };
        }

        if (across < SeenMin || across > AcrossMax || !IsAlike(along, across)) return null;
        var x = cut.Left <= 1 ? cut.Right - (known.Right - known.X) : cut.Left + (known.X - known.Left);
        return all[index] with { X = all[index].X + x - cut.X };
    }

    /// <summary>True when one side is as long as it should be: all of a box, and down to the chord of a disc of which less than half is seen.</summary>
    private static bool IsAlike(double ratio, double seen)
    {
        var chord = seen >= 0.5 ? 1 : 2 * Math.Sqrt(seen * (1 - seen));
        return ratio <= AcrossMax && ratio >= chord / AcrossMax;
    }

    private static Blob? NearestWhole(IReadOnlyList<BodyPoint> all, int index)
    {
        for (var distance = 1; distance <= ReachFrames; distance++)
        {
            if (index - distance >= 0 && !all[index - distance].Blob.TouchesBorder) return all[index - distance].Blob;
            if (index + distance < all.Count && !all[index + distance].Blob.TouchesBorder) return all[index + distance].Blob;
        }

        return null;
    }
}
