using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Moves a picture along a flow.</summary>
internal static class FlowWarp
{
    /// <summary>Fills rows of the target with the source where the flow leads, bilinear, rounded half up; the border is repeated.</summary>
    public static void Fill(ReadOnlySpan<byte> source, FlowField flow, Span<byte> target, int firstRow, int endRow)
    {
        var width = flow.WidthPx;
        var isWide = width >= Vector256<float>.Count && flow.HeightPx >= 2;
        for (var y = firstRow; y < endRow; y++)
        {
            var row = target.Slice(y * width, width);
            var x = isWide ? FillVectors(source, flow, row, y) : 0;
            for (; x < width; x++) row[x] = At(source, flow, x, y);
        }
    }

    /// <summary>Fills whole vectors of a row.</summary>
    /// <returns>The first column that is left over.</returns>
    [SkipLocalsInit]
    private static int FillVectors(ReadOnlySpan<byte> source, FlowField flow, Span<byte> row, int y)
    {
        var (width, start) = (flow.WidthPx, y * flow.WidthPx);
        ref var pixels = ref MemoryMarshal.GetReference(source);
        // Gathered through memory: reading lane by lane from a register would write it out each time.
        Span<int> places = stackalloc int[Vector256<int>.Count];
        Span<ushort> above = stackalloc ushort[Vector128<ushort>.Count];
        Span<ushort> below = stackalloc ushort[Vector128<ushort>.Count];
        var x = 0;
        for (; x <= width - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            var (moveX, moveY) = (Vector256.LoadUnsafe(in flow.X[start + x]), Vector256.LoadUnsafe(in flow.Y[start + x]));
            var (index, shareX, shareY) = FlowPlaces.Corner(moveX, moveY, x, y, width, flow.HeightPx);
            index.CopyTo(places);
            for (var lane = 0; lane < places.Length; lane++)
            {
                // Two neighbours at once: the corner is never in the last row or column.
                ref var corner = ref Unsafe.Add(ref pixels, places[lane]);
                above[lane] = Unsafe.ReadUnaligned<ushort>(ref corner);
                below[lane] = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref corner, width));
            }

            var top = Across(Vector128.Create<ushort>(above), shareX);
            var bottom = Across(Vector128.Create<ushort>(below), shareX);
            var mixed = top + (bottom - top) * shareY + Vector256.Create(0.5f);
            var words = Vector256.Narrow(Vector256.ConvertToInt32(mixed), Vector256<int>.Zero);
            var bytes = Vector256.Narrow(words.AsUInt16(), Vector256<ushort>.Zero);
            Unsafe.WriteUnaligned(ref row[x], bytes.AsInt64().ToScalar());
        }

        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Across(Vector128<ushort> pairs, Vector256<float> share)
    {
        var (low, high) = Vector128.Widen(pairs);
        var both = Vector256.Create(low, high);
        var first = Vector256.ConvertToSingle((both & Vector256.Create(0xFFu)).AsInt32());
        var second = Vector256.ConvertToSingle((both >> 8).AsInt32());
        return first + (second - first) * share;
    }

    private static byte At(ReadOnlySpan<byte> source, FlowField flow, int x, int y)
    {
        var (width, height, index) = (flow.WidthPx, flow.HeightPx, y * flow.WidthPx + x);
        var column = Math.Clamp(x + flow.X[index], 0, width - 1);
        var row = Math.Clamp(y + flow.Y[index], 0, height - 1);
        var (left, top) = (Math.Min((int)column, Math.Max(0, width - 2)), Math.Min((int)row, Math.Max(0, height - 2)));
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (shareX, shareY) = (column - left, row - top);
        float first = source[top * width + left], second = source[top * width + right];
        float third = source[bottom * width + left], fourth = source[bottom * width + right];
        var above = first + (second - first) * shareX;
        var below = third + (fourth - third) * shareX;
        return (byte)(above + (below - above) * shareY + 0.5f);
    }
}
