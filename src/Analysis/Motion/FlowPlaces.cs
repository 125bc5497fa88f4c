using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Where eight neighbouring pixels of a flow lead.</summary>
internal static class FlowPlaces
{
    private static Vector256<float> Steps => Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>
    /// The nearest pixel of each end, halves rounded up, as an index row by row: always one of the picture. All bits are set where the end
    /// lies inside.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<int> Index, Vector256<int> IsInside) Nearest(
        Vector256<float> moveX, Vector256<float> moveY, int x, int y, int widthPx, int heightPx)
    {
        var endX = Vector256.Floor(Vector256.Create((float)x) + Steps + moveX + Vector256.Create(0.5f));
        var endY = Vector256.Floor(Vector256.Create((float)y) + moveY + Vector256.Create(0.5f));
        var (keptX, keptY) = (Clamp(endX, widthPx), Clamp(endY, heightPx));
        var isInside = Vector256.Equals(endX, keptX) & Vector256.Equals(endY, keptY);
        var index = Vector256.ConvertToInt32(keptY) * widthPx + Vector256.ConvertToInt32(keptX);
        return (index, isInside.AsInt32());
    }

    /// <summary>The end of each, brought into the picture: the pixel up and left of it, and the shares of its right and lower neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<int> Index, Vector256<float> ShareX, Vector256<float> ShareY) Corner(
        Vector256<float> moveX, Vector256<float> moveY, int x, int y, int widthPx, int heightPx)
    {
        var endX = Clamp(Vector256.Create((float)x) + Steps + moveX, widthPx);
        var endY = Clamp(Vector256.Create((float)y) + moveY, heightPx);
        // The last row and column are the lower and right neighbours of the ones before.
        var left = Vector256.Min(Vector256.Floor(endX), Vector256.Create(widthPx - 2f));
        var top = Vector256.Min(Vector256.Floor(endY), Vector256.Create(heightPx - 2f));
        var index = Vector256.ConvertToInt32(top) * widthPx + Vector256.ConvertToInt32(left);
        return (index, endX - left, endY - top);
    }

    /// <summary>Brought between 0 and the last pixel; a number that is none becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> end, int size)
    {
        var last = Vector256.Create(size - 1f);
        var kept = Vector256.ConditionalSelect(Vector256.GreaterThan(end, Vector256<float>.Zero), end, Vector256<float>.Zero);
        return Vector256.ConditionalSelect(Vector256.LessThan(kept, last), kept, last);
    }
}
