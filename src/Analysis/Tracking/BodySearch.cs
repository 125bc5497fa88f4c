namespace FunctionsPipeline.Analysis;

/// <summary>Finds a body by its picture around the place where it should be.</summary>
internal static class BodySearch
{
    /// <summary>How far from there it is looked for, in its sizes.</summary>
    private const double ReachSizes = 0.4;

    /// <summary>What a push may add to its speed or take from it, picture heights a second.</summary>
    private const double PushMax = 1;

    /// <summary>Places that are tried each way at first.</summary>
    private const int StepsMax = 5;

    /// <summary>Of those, so many of the best are looked at closely: a fine pattern is like itself at several.</summary>
    private const int CandidatesMax = 4;

    /// <summary>A worse picture is not the body, levels.</summary>
    private const double DifferenceMax = 42;

    /// <summary>What is as like the body everywhere around cannot be told from it: share of the middle difference.</summary>
    private const double ContrastShare = 0.6;

    /// <summary>The same where a blob is known that may be the body.</summary>
    private const double SureContrastShare = 0.4;

    /// <summary>What the furthest place that is tried must be better by, levels: things seldom are pushed.</summary>
    private const double FarLevels = 8;

    /// <summary>Places whose difference is this close to the least may be the body's as well, levels.</summary>
    private const double AlikeLevels = 2;

    /// <summary>Further from there it is another thing, in its sizes.</summary>
    private const double ReachSizesMax = 1.5;

    /// <summary>The centre of the body in a frame, pixels; null when it is not to be seen there.</summary>
    /// <param name="picture">What it looks like.</param>
    /// <param name="sizePx">Side of a square of its area.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="seconds">Since it was seen.</param>
    /// <param name="expected">Where it should be, pixels.</param>
    /// <param name="mustBeSure">True where something else is known that may be the body.</param>
    public static (double X, double Y)? Find(BodyPicture picture, double sizePx, TrackedFrame frame, double seconds, (double X, double Y) expected, bool mustBeSure)
    {
        var reach = Math.Min(ReachSizesMax * sizePx, ReachSizes * sizePx + PushMax * seconds * frame.HeightPx);
        var step = Math.Max(1, (int)(reach / StepsMax));
        var start = new Place((int)Math.Round(expected.X), (int)Math.Round(expected.Y), double.PositiveInfinity);
        var around = new List<Place>();
        for (var y = -StepsMax; y <= StepsMax; y++)
        {
            for (var x = -StepsMax; x <= StepsMax; x++)
            {
                var place = Look(start.X + x * step, start.Y + y * step);
                if (!double.IsInfinity(place.Cost)) around.Add(place);
            }
        }

        if (around.Count == 0) return null;
        around.Sort((one, other) => one.Cost.CompareTo(other.Cost));
        var best = around.Take(CandidatesMax).Select(Improve).MinBy(place => place.Cost);
        var difference = picture.Difference(frame, best.X, best.Y);
        var share = mustBeSure ? SureContrastShare : ContrastShare;
        return difference <= DifferenceMax && best.Cost <= share * around[around.Count / 2].Cost ? Centre(picture, frame, best, difference) : null;

        Place Improve(Place best)
        {
            for (var finer = step / 2; finer > 0; finer /= 2)
            {
                var middle = best;
                for (var i = 0; i < 9; i++)
                {
                    var place = Look(middle.X + (i % 3 - 1) * finer, middle.Y + (i / 3 - 1) * finer);
                    if (place.Cost < best.Cost) best = place;
                }
            }

            return best;
        }

        Place Look(int x, int y)
        {
            var away = Math.Sqrt((x - start.X) * (x - start.X) + (y - start.Y) * (y - start.Y));
            return new Place(x, y, picture.Difference(frame, x, y) + FarLevels * away / reach);
        }
    }

    /// <summary>The middle of the places around the best one that are nearly as good.</summary>
    private static (double X, double Y) Centre(BodyPicture picture, TrackedFrame frame, Place best, double difference)
    {
        double weights = 0, sumX = 0, sumY = 0;
        for (var y = -2; y <= 2; y++)
        {
            for (var x = -2; x <= 2; x++)
            {
                var weight = Math.Max(0, difference + AlikeLevels - picture.Difference(frame, best.X + x, best.Y + y));
                (weights, sumX, sumY) = (weights + weight, sumX + weight * x, sumY + weight * y);
            }
        }

        return (best.X + sumX / weights, best.Y + sumY / weights);
    }

    /// <summary>A place that was looked at.</summary>
    /// <param name="X">Pixels.</param>
    /// <param name="Y">Pixels, downwards.</param>
    /// <param name="Cost">How unlike the body it is and how far from where that should be, levels.</param>
    private readonly record struct Place(int X, int Y, double Cost);
}
