using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Analysis;

/// <summary>Doubles a flow, bilinear: both its size and its lengths.</summary>
internal static class FlowEnlargement
{
    // A pixel of the doubled picture lies a quarter of a pixel beside the centre of the one it comes from.
    private const float Near = 0.75f;
    private const float Far = 0.25f;

    /// <summary>Fills a row of the doubled flow.</summary>
    /// <param name="flow">The smaller flow; its frame is read and must repeat its border.</param>
    /// <param name="result">A row of the result: twice the flow's width, or one more where the picture's width is odd.</param>
    /// <param name="y">Number of the row in the result.</param>
    public static void FillRow(FlowPlane flow, Span<float> result, int y)
    {
        var near = Math.Min(y / 2, flow.HeightPx - 1);
        var far = (y & 1) == 0 ? near - 1 : near + 1;
        ref var one = ref Unsafe.Add(ref flow.Origin, near * flow.Stride);
        ref var two = ref Unsafe.Add(ref flow.Origin, far * flow.Stride);
        var x = 0;
        for (; 2 * x + 2 * Vector256<float>.Count <= result.Length; x += Vector256<float>.Count)
        {
            var here = Between(ref one, ref two, x);
            // Lengths double too.
            var left = here * (2 * Near) + Between(ref one, ref two, x - 1) * (2 * Far);
            var right = here * (2 * Near) + Between(ref one, ref two, x + 1) * (2 * Far);
            var (low, high) = Interleave(left, right);
            low.StoreUnsafe(ref result[2 * x]);
            high.StoreUnsafe(ref result[2 * x + Vector256<float>.Count]);
        }

        for (var column = 2 * x; column < result.Length; column++)
        {
            var from = column / 2;
            var other = (column & 1) == 0 ? from - 1 : from + 1;
            var here = Unsafe.Add(ref one, from) * Near + Unsafe.Add(ref two, from) * Far;
            var beside = Unsafe.Add(ref one, other) * Near + Unsafe.Add(ref two, other) * Far;
            result[column] = here * (2 * Near) + beside * (2 * Far);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Between(ref float near, ref float far, int x) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref near, x)) * Near + Vector256.LoadUnsafe(ref Unsafe.Add(ref far, x)) * Far;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) Interleave(Vector256<float> even, Vector256<float> odd)
    {
        var evenLow = Vector256.Shuffle(even, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));
        var evenHigh = Vector256.Shuffle(even, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7));
        var oddLow = Vector256.Shuffle(odd, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));
        var oddHigh = Vector256.Shuffle(odd, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7));
        var isOdd = Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1).AsSingle();
        return (Vector256.ConditionalSelect(isOdd, oddLow, evenLow), Vector256.ConditionalSelect(isOdd, oddHigh, evenHigh));
    }
}
