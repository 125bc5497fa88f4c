using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Reads the rows of a patch that lies between pixels, bilinear.</summary>
internal ref struct PatchSampler
{
    private readonly int _stride;
    private readonly Vector256<float> _shareX;
    private readonly Vector256<float> _shareY;
    private ref float _next;
    private Vector256<float> _above;

    /// <param name="plane">Where to read.</param>
    /// <param name="left">Left side of the patch. Kept within the plane's frame, and so is <paramref name="top"/>.</param>
    /// <param name="top">Upper side of the patch.</param>
    /// <param name="firstRow">The patch's row that is read first. The shares are those of the whole patch, so it may be read in parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PatchSampler(FlowPlane plane, float left, float top, int firstRow = 0)
    {
        // Reads go from the rounded-down corner to 8 columns and rows further: from -Pad to size + Pad - 1 at the bounds.
        const int Reach = FlowPlane.PadPx - PatchSearch.SidePx - 1;
        left = Math.Clamp(left, -FlowPlane.PadPx, plane.WidthPx + Reach);
        top = Math.Clamp(top, -FlowPlane.PadPx, plane.HeightPx + Reach);
        // Shifted to be positive, so that cutting off rounds down. A number that is none becomes 0 and reads the frame's corner.
        var column = (int)(left + FlowPlane.PadPx) - FlowPlane.PadPx;
        var row = (int)(top + FlowPlane.PadPx) - FlowPlane.PadPx;
        _shareX = Vector256.Create(left - column);
        _shareY = Vector256.Create(top - row);
        _stride = plane.Stride;
        _next = ref Unsafe.Add(ref plane.Origin, (row + firstRow) * _stride + column);
        _above = ReadRow();
    }

    /// <summary>The patch's next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> NextRow()
    {
        var below = ReadRow();
        var row = Vector256.FusedMultiplyAdd(below - _above, _shareY, _above);
        _above = below;
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> ReadRow()
    {
        var left = Vector256.LoadUnsafe(ref _next);
        var right = Vector256.LoadUnsafe(ref Unsafe.Add(ref _next, 1));
        _next = ref Unsafe.Add(ref _next, _stride);
        return Vector256.FusedMultiplyAdd(right - left, _shareX, left);
    }
}
