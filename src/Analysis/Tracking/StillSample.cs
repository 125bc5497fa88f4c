namespace FunctionsPipeline.Analysis;

/// <summary>One frame's plane as a sample of the still picture.</summary>
/// <param name="plane">The plane.</param>
/// <param name="map">From the reference picture to the frame, in pixels of this plane.</param>
/// <param name="light">The level that each level has in the light of the window's first frame, 256 of them.</param>
internal sealed class StillSample(SmoothPlane plane, PlaneMap map, byte[] light)
{
    /// <summary>Stands for a place that lies outside the frame.</summary>
    private const short Unknown = -1;

    /// <summary>A map so close to none is none: reading between pixels would only blur.</summary>
    private const double StillPx = 0.3;

    private readonly bool _isStill = map.ShiftMaxPx(plane.WidthPx, plane.HeightPx) < StillPx;

    /// <summary>Writes the levels at a row of places of the reference picture; -1 where a place lies outside the frame.</summary>
    /// <param name="left">The first place's column; may lie outside.</param>
    /// <param name="y">The row; may lie outside.</param>
    /// <param name="levels">A level a place.</param>
    public void WriteRow(int left, int y, Span<short> levels)
    {
        if (_isStill) WriteStillRow(left, y, levels);
        else WriteMovedRow(left, y, levels);
    }

    private void WriteStillRow(int left, int y, Span<short> levels)
    {
        levels.Fill(Unknown);
        if ((uint)y >= (uint)plane.HeightPx) return;
        var (first, end) = RowWalk.Inside(left, levels.Length, plane.WidthPx);
        if (first == end) return;
        var row = plane.Pixels.Slice(y * plane.WidthPx + left + first, end - first);
        for (var i = 0; i < row.Length; i++) levels[first + i] = light[row[i]];
    }

    private void WriteMovedRow(int left, int y, Span<short> levels)
    {
        var pixels = plane.Pixels;
        var (shiftX, shiftY) = map.Apply(left, 0);
        var walk = new RowWalk(map with { C = shiftX, F = shiftY }, y, 0, 0);
        for (var i = 0; i < levels.Length; i++, walk.Step())
        {
            var (column, line) = (walk.Column, walk.Line);
            levels[i] = Unknown;
            if ((uint)column >= (uint)(plane.WidthPx - 1) || (uint)line >= (uint)(plane.HeightPx - 1)) continue;
            var (shareX, shareY) = (walk.ShareX, walk.ShareY);
            var at = line * plane.WidthPx + column;
            var above = pixels[at] * (256 - shareX) + pixels[at + 1] * shareX;
            var under = pixels[at + plane.WidthPx] * (256 - shareX) + pixels[at + plane.WidthPx + 1] * shareX;
            levels[i] = light[(above * (256 - shareY) + under * shareY + (1 << 15)) >> 16];
        }
    }
}
