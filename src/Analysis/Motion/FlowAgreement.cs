using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Where the flows of both directions agree: the forward-backward check as EvalCrafter's warping error has it.</summary>
internal static class FlowAgreement
{
    internal const float RelativeSquared = 0.01f;
    internal const float AbsoluteSquared = 0.5f;

    /// <summary>Marks rows: 255 where a pixel of one picture is found again from the other one.</summary>
    public static void Mark(FlowField flow, FlowField back, Span<byte> visible, int firstRow, int endRow)
    {
        for (var y = firstRow; y < endRow; y++)
        {
            var start = y * flow.WidthPx;
            MarkRow(flow.X.AsSpan(start, flow.WidthPx), flow.Y.AsSpan(start, flow.WidthPx), back, visible.Slice(start, flow.WidthPx), y);
        }
    }

    [SkipLocalsInit]
    private static void MarkRow(ReadOnlySpan<float> moveX, ReadOnlySpan<float> moveY, FlowField back, Span<byte> visible, int y)
    {
        // Gathered through memory: reading lane by lane from a register would write it out each time.
        Span<int> places = stackalloc int[Vector256<int>.Count];
        Span<float> backX = stackalloc float[Vector256<float>.Count];
        Span<float> backY = stackalloc float[Vector256<float>.Count];
        ref var allX = ref MemoryMarshal.GetArrayDataReference(back.X);
        ref var allY = ref MemoryMarshal.GetArrayDataReference(back.Y);
        var whole = moveX.Length - moveX.Length % Vector256<float>.Count;
        for (var x = 0; x < whole; x += Vector256<float>.Count)
        {
            var (stepX, stepY) = (Vector256.LoadUnsafe(in moveX[x]), Vector256.LoadUnsafe(in moveY[x]));
            var place = FlowPlaces.Nearest(stepX, stepY, x, y, back.WidthPx, back.HeightPx);
            place.Index.CopyTo(places);
            for (var lane = 0; lane < places.Length; lane++)
            {
                (backX[lane], backY[lane]) = (Unsafe.Add(ref allX, places[lane]), Unsafe.Add(ref allY, places[lane]));
            }

            var (thereX, thereY) = (Vector256.Create<float>(backX), Vector256.Create<float>(backY));
            var (restX, restY) = (stepX + thereX, stepY + thereY);
            var way = stepX * stepX + stepY * stepY + (thereX * thereX + thereY * thereY);
            var allowed = way * RelativeSquared + Vector256.Create(AbsoluteSquared);
            var agrees = Vector256.LessThanOrEqual(restX * restX + restY * restY, allowed).AsInt32() & place.IsInside;
            var bytes = Vector256.Narrow(Vector256.Narrow(agrees, Vector256<int>.Zero), Vector256<short>.Zero);
            Unsafe.WriteUnaligned(ref visible[x], bytes.AsInt64().ToScalar());
        }

        for (var x = whole; x < moveX.Length; x++) visible[x] = Agrees(moveX[x], moveY[x], back, x, y) ? byte.MaxValue : (byte)0;
    }

    private static bool Agrees(float moveX, float moveY, FlowField back, int x, int y)
    {
        var (column, row) = ((int)MathF.Floor(x + moveX + 0.5f), (int)MathF.Floor(y + moveY + 0.5f));
        if ((uint)column >= (uint)back.WidthPx || (uint)row >= (uint)back.HeightPx) return false;
        var there = row * back.WidthPx + column;
        var (backX, backY) = (back.X[there], back.Y[there]);
        var (restX, restY) = (moveX + backX, moveY + backY);
        var way = moveX * moveX + moveY * moveY + (backX * backX + backY * backY);
        return restX * restX + restY * restY <= way * RelativeSquared + AbsoluteSquared;
    }
}
