using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>
/// One level of many pictures as kernels read it: planes of floats with a frame of repeated border pixels, as <see cref="FlowPlane"/> has
/// them, one picture behind the other.
/// </summary>
/// <param name="widthPx">Pixels in a row, without the frame.</param>
/// <param name="heightPx">Rows, without the frame.</param>
internal readonly struct FlowLevelShape(int widthPx, int heightPx)
{
    public readonly int WidthPx = widthPx;
    public readonly int HeightPx = heightPx;

    /// <summary>Floats from one row to the next.</summary>
    public readonly int Stride = widthPx + 2 * FlowPlane.PadPx;

    /// <summary>Floats from one picture to the next.</summary>
    public readonly int PictureStride = (widthPx + 2 * FlowPlane.PadPx) * (heightPx + 2 * FlowPlane.PadPx);

    /// <summary>Where a pixel lies in its picture; the frame has coordinates below 0 and beyond the size.</summary>
    public int At(int x, int y) => (y + FlowPlane.PadPx) * Stride + FlowPlane.PadPx + x;
}

/// <summary>Where a patch lies between the pixels of a plane; see <see cref="PatchPlace"/>.</summary>
internal struct PatchCorner
{
    public int At;
    public float ShareX;
    public float ShareY;

    /// <summary>The corner of a patch, kept within the plane's frame.</summary>
    public static PatchCorner Of(FlowLevelShape shape, int start, float left, float top)
    {
        const int Reach = FlowPlane.PadPx - PatchSearch.SidePx - 1;
        left = Math.Min(Math.Max(left, -FlowPlane.PadPx), shape.WidthPx + Reach);
        top = Math.Min(Math.Max(top, -FlowPlane.PadPx), shape.HeightPx + Reach);
        // Shifted to be positive, so that cutting off rounds down.
        var column = (int)(left + FlowPlane.PadPx) - FlowPlane.PadPx;
        var row = (int)(top + FlowPlane.PadPx) - FlowPlane.PadPx;
        return new PatchCorner { At = start + shape.At(column, row), ShareX = left - column, ShareY = top - row };
    }
}
