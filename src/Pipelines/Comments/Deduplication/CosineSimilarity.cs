using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication;

/// <summary>How near two vectors of length 1 are: 1 the same direction, 0 nothing in common.</summary>
internal static class CosineSimilarity
{
    /// <summary>
    /// The product of both. Eight sums side by side on every processor, in hardware or not, so that a pair at the threshold is
    /// decided the same everywhere; no fused multiply-add for the same reason.
    /// </summary>
    /// <param name="left">Of length 1.</param>
    /// <param name="right">Of length 1, with as many dimensions.</param>
    public static double Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException($"Vectors of {left.Length} and {right.Length} dimensions cannot be compared; both must come from one embedder.", nameof(right));
        }

        var sums = Vector256<float>.Zero;
        var leftBlocks = MemoryMarshal.Cast<float, Vector256<float>>(left);
        var rightBlocks = MemoryMarshal.Cast<float, Vector256<float>>(right);
        for (var block = 0; block < leftBlocks.Length; block++) sums += leftBlocks[block] * rightBlocks[block];
        var sum = 0.0;
        for (var lane = 0; lane < Vector256<float>.Count; lane++) sum += sums[lane];
        for (var index = leftBlocks.Length * Vector256<float>.Count; index < left.Length; index++) sum += (double)left[index] * right[index];
        return sum;
    }
}
