namespace FunctionsPipeline.Analysis;

/// <summary>
/// Tells whether new content that moves is a part of something that was there. It is followed one look back, and in the look before that it
/// must have been where that way came from, turned perhaps, or have been hidden there by something that is in sight elsewhere now. Where
/// neither holds, what was there before is gone and something else has come over it.
/// </summary>
internal sealed class MovedContent(PastLooks looks, ContentSearch search)
{
    /// <summary>Small pixels in one look; what goes faster was out of the search's reach in the looks before.</summary>
    private const int FastPx = 10;

    /// <summary>Small pixels in one look that are motion.</summary>
    private const int MovingPx = 2;

    /// <summary>Ways change within a look by so much to each side, small pixels.</summary>
    private const int ChangePx = 5;

    /// <summary>Turns to each side that are tried, and how much one is.</summary>
    private const int Turns = 3;
    private const double TurnRadians = Math.PI / 20;

    /// <summary>Small pixels; a place that is closer to where the content is now is the same place.</summary>
    private const int SamePlacePx = 4;

    private readonly SmallPicture _turned = new(SmallPicture.WindowPx, SmallPicture.WindowPx);

    /// <summary>True where nothing is known of new content that could make it a stain. Call it for the window that was searched last.</summary>
    /// <param name="x">The window's left.</param>
    /// <param name="y">The window's top.</param>
    /// <param name="limit">Difference of looks at the same thing, levels squared.</param>
    /// <param name="isMoving">True where the flow says that it moves.</param>
    public bool IsExplained(int x, int y, int limit, bool isMoving)
    {
        var (wayX, wayY, least) = Follow(x, y);
        // Without a trace in the look before, what moves has come from out of reach, and what stands has just appeared.
        if (least > limit) return isMoving;
        if (!isMoving && Stands(x, y, wayX, wayY, limit)) return false;
        if (Math.Max(Math.Abs(wayX), Math.Abs(wayY)) > FastPx) return true;
        var (fromX, fromY) = (x + 2 * wayX, y + 2 * wayY);
        if (!looks.Now.Holds(fromX, fromY) || !looks.WasInSight(2, fromX, fromY)) return true;
        return WasThere(x, y, fromX, fromY, limit) || WasHidden(x, y, fromX, fromY, limit);
    }

    /// <summary>Where the window was a look ago: the best of a coarse net of ways and of those around it.</summary>
    private (int X, int Y, int Least) Follow(int x, int y)
    {
        var best = (X: 0, Y: 0, Least: int.MaxValue);
        foreach (var (wayX, wayY) in ContentSearch.Ways) Try(wayX, wayY);
        var (coarseX, coarseY, _) = best;
        for (var wayY = coarseY - 1; wayY <= coarseY + 1; wayY++)
        {
            for (var wayX = coarseX - 1; wayX <= coarseX + 1; wayX++) Try(wayX, wayY);
        }

        return best;

        void Try(int wayX, int wayY)
        {
            if (!looks.Now.Holds(x + wayX, y + wayY)) return;
            var difference = looks.Now.Difference(x, y, looks.Laid(1), x + wayX, y + wayY, best.Least);
            if (difference < best.Least) best = (wayX, wayY, difference);
        }
    }

    private bool Stands(int x, int y, int wayX, int wayY, int limit) =>
        wayX * wayX + wayY * wayY < MovingPx * MovingPx || looks.Now.Difference(x, y, looks.Laid(1), x, y, limit) <= limit;

    private bool WasThere(int x, int y, int fromX, int fromY, int limit)
    {
        for (var turn = -Turns; turn <= Turns; turn++)
        {
            _turned.Lay(looks.Now, Turned(x, y, turn * TurnRadians));
            for (var placeY = fromY - ChangePx; placeY <= fromY + ChangePx; placeY++)
            {
                for (var placeX = fromX - ChangePx; placeX <= fromX + ChangePx; placeX++)
                {
                    if (looks.Now.Holds(placeX, placeY) && _turned.Difference(0, 0, looks.Laid(2), placeX, placeY, search.Behind, limit) <= limit) return true;
                }
            }
        }

        return false;
    }

    /// <summary>True where what hid the place is still in sight: it stood, or it went one of the ways that things go.</summary>
    private bool WasHidden(int x, int y, int fromX, int fromY, int limit)
    {
        if (looks.Laid(2).Difference(fromX, fromY, looks.Now, fromX, fromY, limit) <= limit) return true;
        foreach (var way in search.FoundWays)
        {
            var share = 2.0 / way.Back;
            var (placeX, placeY) = (fromX - (int)Math.Round(way.X * share), fromY - (int)Math.Round(way.Y * share));
            for (var nearY = placeY - 1; nearY <= placeY + 1; nearY++)
            {
                for (var nearX = placeX - 1; nearX <= placeX + 1; nearX++)
                {
                    if (!looks.Now.Holds(nearX, nearY) || Math.Abs(nearX - x) + Math.Abs(nearY - y) <= SamePlacePx) continue;
                    if (looks.Laid(2).Difference(fromX, fromY, looks.Now, nearX, nearY, limit) <= limit) return true;
                }
            }
        }

        return false;
    }

    /// <summary>From a window by itself to the present look, turned about its middle.</summary>
    private static PlaneMap Turned(int x, int y, double radians)
    {
        const double Middle = (SmallPicture.WindowPx - 1) / 2.0;
        var (sine, cosine) = Math.SinCos(radians);
        return new PlaneMap(cosine, -sine, x + Middle - cosine * Middle + sine * Middle, sine, cosine, y + Middle - sine * Middle - cosine * Middle);
    }
}
