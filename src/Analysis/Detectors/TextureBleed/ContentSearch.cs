namespace FunctionsPipeline.Analysis;

/// <summary>
/// Tells whether what a window of the present look shows was seen before: at its place, or within reach of it in one of some earlier looks,
/// because things move. At the outline of a thing a window shows the thing and the scene behind it: each pixel may be of either.
/// </summary>
internal sealed class ContentSearch(PastLooks looks)
{
    /// <summary>Reach to each side, small pixels: nearly half the picture's short side in two looks is as fast as things go.</summary>
    private const int ReachPx = 24;

    /// <summary>Looks that are searched. What was hidden a while was seen before that.</summary>
    private static readonly int[] Searched = [2, 4, 6];

    private readonly int[] _behind = new int[SmallPicture.WindowPx * SmallPicture.WindowPx];
    private (int Back, int X, int Y) _last;

    /// <summary>True where the window looked like that before, at its place.</summary>
    public bool WasThere(int x, int y, int limit)
    {
        for (var back = PastLooks.LaidFrom; back <= looks.Count; back++)
        {
            if (looks.WasInSight(back, x, y) && looks.Now.Difference(x, y, looks.Laid(back), x, y, limit) <= limit) return true;
        }

        return false;
    }

    /// <summary>
    /// The least difference from any window within reach, levels squared, where pixels that look like the scene there count for no more than
    /// they differ from it. The search ends where it falls to the limit.
    /// </summary>
    public int LeastDifference(int x, int y, int limit)
    {
        looks.Now.Squares(x, y, looks.Laid(LikestLook(x, y)), _behind);
        // What one window shows has come along with its neighbours.
        if (_last.Back >= PastLooks.LaidFrom && _last.Back <= looks.Count && looks.Now.Holds(x + _last.X, y + _last.Y))
        {
            var along = looks.Now.Difference(x, y, looks.Laid(_last.Back), x + _last.X, y + _last.Y, _behind, limit);
            if (along <= limit) return along;
        }

        var least = int.MaxValue;
        foreach (var back in Searched)
        {
            if (back <= looks.Count && least > limit) Search(back, x, y, limit, ref least);
        }

        return least;
    }

    /// <summary>The look in which the place looked most like now: the scene behind a thing was seen before the thing came.</summary>
    private int LikestLook(int x, int y)
    {
        var (likest, least) = (PastLooks.LaidFrom, int.MaxValue);
        for (var back = PastLooks.LaidFrom; back <= looks.Count; back++)
        {
            if (!looks.WasInSight(back, x, y)) continue;
            var difference = looks.Now.Difference(x, y, looks.Laid(back), x, y, least);
            if (difference < least) (likest, least) = (back, difference);
        }

        return likest;
    }

    private void Search(int back, int x, int y, int limit, ref int least)
    {
        var (now, laid) = (looks.Now, looks.Laid(back));
        var (right, bottom) = (now.WidthPx - SmallPicture.WindowPx, now.HeightPx - SmallPicture.WindowPx);
        for (var otherY = Math.Max(0, y - ReachPx); otherY <= Math.Min(bottom, y + ReachPx); otherY++)
        {
            for (var otherX = Math.Max(0, x - ReachPx); otherX <= Math.Min(right, x + ReachPx); otherX++)
            {
                var difference = now.Difference(x, y, laid, otherX, otherY, _behind, least);
                if (difference >= least) continue;
                least = difference;
                if (least > limit) continue;
                _last = (back, otherX - x, otherY - y);
                return;
            }
        }
    }
}
