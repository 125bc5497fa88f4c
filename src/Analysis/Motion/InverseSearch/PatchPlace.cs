using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Where a patch lies between the pixels of a plane, for reading it bilinear. Few enough fields to stay in registers.</summary>
internal readonly ref struct PatchPlace
{
    private readonly Vector256<float> _shareX;
    private readonly Vector256<float> _shareY;

    /// <param name="plane">Where to read.</param>
    /// <param name="left">Left side of the patch. Kept within the plane's frame, and so is <paramref name="top"/>.</param>
    /// <param name="top">Upper side of the patch.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PatchPlace(FlowPlane plane, float left, float top)
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
        Corner = ref Unsafe.Add(ref plane.Origin, row * plane.Stride + column);
    }

    /// <summary>The pixel at the patch's corner, rounded up and left.</summary>
    public readonly ref float Corner;

    /// <summary>Reads eight pixels of a line between columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ReadLine(ref float line)
    {
        var left = Vector256.LoadUnsafe(ref line);
        var right = Vector256.LoadUnsafe(ref Unsafe.Add(ref line, 1));
        return Vector256.FusedMultiplyAdd(right - left, _shareX, left);
    }

    /// <summary>A row of the patch, of the lines above and below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Between(Vector256<float> above, Vector256<float> below) =>
        Vector256.FusedMultiplyAdd(below - above, _shareY, above);
}
