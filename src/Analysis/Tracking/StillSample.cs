namespace FunctionsPipeline.Analysis;

/// <summary>One frame's plane as a sample of the still picture.</summary>
/// <param name="plane">The plane.</param>
/// <param name="map">From the reference picture to the frame, in pixels of this plane.</param>
/// <param name="light">The level that each level has in the light of the window's first frame, 256 of them.</param>
internal sealed class StillSample(SmoothPlane plane, PlaneMap map, byte[] light)
{
    /// <summary>A map so close to none is none: reading between pixels would only blur.</summary>
    private const double StillPx = 0.3;

    private readonly bool _isStill = map.ShiftMaxPx(plane.WidthPx, plane.HeightPx) < StillPx;

    /// <summary>The level at a place of the reference picture.</summary>
    /// <returns>False where the place lies outside the frame.</returns>
    public bool TryLevel(int x, int y, out byte level)
    {
        level = 0;
        if (_isStill)
        {
            if ((uint)x >= (uint)plane.WidthPx || (uint)y >= (uint)plane.HeightPx) return false;
            level = light[plane.Pixels[y * plane.WidthPx + x]];
            return true;
        }

        var (sourceX, sourceY) = map.Apply(x, y);
        if (sourceX < 0 || sourceY < 0 || sourceX > plane.WidthPx - 1 || sourceY > plane.HeightPx - 1) return false;
        level = light[(int)(plane.Sample(sourceX, sourceY) + 0.5)];
        return true;
    }
}
