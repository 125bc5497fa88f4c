namespace FunctionsPipeline.Analysis;

/// <summary>
/// Tells a camera that stands still from one that seems to move. Only places with texture vote for the camera's motion; where the backdrop
/// is plain, a thing that passes carries the estimate away with it. Then the backdrop itself shows that it stayed: pixel by pixel it is as
/// it was, and not as it was where the motion says.
/// </summary>
/// <remarks>
/// Coding leaves a plain backdrop standing for some frames when the camera moves by less than about a pixel a frame. Such a slow pan is taken
/// for none.
/// </remarks>
internal static class StillCamera
{
    /// <summary>Side of a place, and from one place to the next.</summary>
    private const int PlacePx = 8;
    private const int StepPx = 16;

    /// <summary>A place decides when one of the two differs by so much less a pixel, levels, and by this share.</summary>
    private const double BetterLevels = 0.2;
    private const double BetterShare = 0.05;

    /// <summary>Places that must decide before they are listened to.</summary>
    private const int DecidedMin = 12;

    /// <summary>Share of the places that decide from which the camera stands still.</summary>
    private const double StillShareMin = 0.6;

    /// <summary>Corrects an estimate.</summary>
    /// <param name="luma">The frame.</param>
    /// <param name="previous">The frame before.</param>
    /// <param name="camera">How the camera seems to have moved.</param>
    /// <returns>
    /// <see cref="CameraMotion.None"/> with the share of the places that say so, or the estimate. A motion of less than half a pixel is left as it is.
    /// </returns>
    public static CameraMotion Correct(PlaneView luma, PlaneView previous, CameraMotion camera)
    {
        var (still, moved) = (0, 0);
        for (var y = 0; y + PlacePx <= luma.HeightPx; y += StepPx)
        {
            for (var x = 0; x + PlacePx <= luma.WidthPx; x += StepPx)
            {
                var (thereX, thereY) = camera.Previous(x + PlacePx / 2, y + PlacePx / 2);
                // Between pixels noise would be smoothed, and what is smooth always seems to fit better.
                var (fromX, fromY) = (Rounded(thereX) - PlacePx / 2, Rounded(thereY) - PlacePx / 2);
                if ((fromX == x && fromY == y) || !IsInside(previous, fromX, fromY)) continue;
                var stayed = Difference(luma, previous, x, y, x, y);
                var followed = Difference(luma, previous, x, y, fromX, fromY);
                if (IsBetter(stayed, followed)) still++;
                else if (IsBetter(followed, stayed)) moved++;
            }
        }

        var decided = still + moved;
        return decided >= DecidedMin && still >= StillShareMin * decided
            ? CameraMotion.None with { InlierShare = (double)still / decided }
            : camera;
    }

    private static int Rounded(double value) => (int)Math.Round(Math.Clamp(value, short.MinValue, short.MaxValue));

    private static bool IsInside(PlaneView plane, int left, int top) =>
        left >= 0 && top >= 0 && left + PlacePx <= plane.WidthPx && top + PlacePx <= plane.HeightPx;

    private static bool IsBetter(int one, int other) => one + BetterLevels * PlacePx * PlacePx < (1 - BetterShare) * other;

    /// <summary>Sum of absolute differences of two places.</summary>
    private static int Difference(PlaneView luma, PlaneView previous, int x, int y, int fromX, int fromY)
    {
        var sum = 0;
        for (var row = 0; row < PlacePx; row++)
        {
            var here = luma.Row(y + row).Slice(x, PlacePx);
            var there = previous.Row(fromY + row).Slice(fromX, PlacePx);
            for (var column = 0; column < PlacePx; column++) sum += Math.Abs(here[column] - there[column]);
        }

        return sum;
    }
}
