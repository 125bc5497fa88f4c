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

    /// <summary>Ways that are remembered.</summary>
    private const int FoundMax = 8;

    /// <summary>The youngest look that counts. A stain is in the one before it too.</summary>
    private const int YoungestBack = 2;

    private static readonly (int X, int Y)[] ShortFirst = MakeWays();

    private readonly int[] _behind = new int[SmallPicture.WindowPx * SmallPicture.WindowPx];
    private readonly List<Way> _found = [];

    /// <summary>
    /// The ways within reach, short ones first: most things go slowly. Every second one on either axis, because small pictures are smooth; those
    /// around the best one are tried after.
    /// </summary>
    public static ReadOnlySpan<(int X, int Y)> Ways => ShortFirst;

    /// <summary>Ways that things went lately, the latest first.</summary>
    public IReadOnlyList<Way> FoundWays => _found;

    /// <summary>How much each pixel of the window that was searched last differs from the scene behind it, levels squared, row by row.</summary>
    public ReadOnlySpan<int> Behind => _behind;

    /// <summary>True where the window looked like that before, at its place.</summary>
    public bool WasThere(int x, int y, int limit)
    {
        for (var back = YoungestBack; back <= looks.Count; back++)
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
        var least = int.MaxValue;
        // What one window shows has come along with its neighbours.
        for (var i = 0; i < _found.Count; i++)
        {
            var way = _found[i];
            if (way.Back > looks.Count || !Lessens(x, y, way, ref least) || least > limit) continue;
            _found.RemoveAt(i);
            return Remember(way, least);
        }

        var best = default(Way);
        foreach (var (wayX, wayY) in Ways)
        {
            foreach (var back in Searched)
            {
                if (back > looks.Count || !Lessens(x, y, new Way(back, wayX, wayY), ref least)) continue;
                best = new Way(back, wayX, wayY);
                if (least <= limit) return Remember(best, least);
            }
        }

        if (best == default) return least;
        best = Around(x, y, best, ref least);
        return least <= limit ? Remember(best, least) : least;
    }

    /// <summary>The best of a way and the ways a pixel off, in the same look.</summary>
    private Way Around(int x, int y, Way centre, ref int least)
    {
        var best = centre;
        for (var wayY = centre.Y - 1; wayY <= centre.Y + 1; wayY++)
        {
            for (var wayX = centre.X - 1; wayX <= centre.X + 1; wayX++)
            {
                var way = centre with { X = wayX, Y = wayY };
                if (Lessens(x, y, way, ref least)) best = way;
            }
        }

        return best;
    }

    /// <summary>Compares with the window a way off.</summary>
    /// <returns>True when it differs less than any before.</returns>
    private bool Lessens(int x, int y, Way way, ref int least)
    {
        var (otherX, otherY) = (x + way.X, y + way.Y);
        if (!looks.Now.Holds(otherX, otherY)) return false;
        var difference = looks.Now.Difference(x, y, looks.Laid(way.Back), otherX, otherY, _behind, least);
        if (difference >= least) return false;
        least = difference;
        return true;
    }

    /// <summary>Ways that led to something lately are tried first; a new one drops the oldest.</summary>
    private int Remember(Way way, int least)
    {
        if (_found.Count == FoundMax) _found.RemoveAt(FoundMax - 1);
        _found.Insert(0, way);
        return least;
    }

    /// <summary>The look in which the place looked most like now: the scene behind a thing was seen before the thing came.</summary>
    private int LikestLook(int x, int y)
    {
        var (likest, least) = (YoungestBack, int.MaxValue);
        for (var back = YoungestBack; back <= looks.Count; back++)
        {
            if (!looks.WasInSight(back, x, y)) continue;
            var difference = looks.Now.Difference(x, y, looks.Laid(back), x, y, least);
            if (difference < least) (likest, least) = (back, difference);
        }

        return likest;
    }

    private static (int X, int Y)[] MakeWays()
    {
        var across = Enumerable.Range(-ReachPx / 2, ReachPx + 1).Select(half => 2 * half);
        return [.. across.SelectMany(y => across.Select(x => (X: x, Y: y))).OrderBy(way => way.X * way.X + way.Y * way.Y)];
    }

    /// <summary>From a window of the present look to one of an earlier look, small pixels.</summary>
    internal readonly record struct Way(int Back, int X, int Y);
}
