using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication;

/// <summary>How near two vectors of length 1 are: 1 the same direction, 0 nothing in common.</summary>
internal static class CosineSimilarity
{
    /// <summary>
    /// The product of both. The same sums side by side on every processor, in hardware or not, so that a pair at the threshold is
    /// decided the same everywhere; no fused multiply-add for the same reason. Four of them, because one would wait for itself.
    /// </summary>
    /// <param name="left">Of length 1.</param>
    /// <param name="right">Of length 1, with as many dimensions.</param>
    public static double Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException($"Vectors of {left.Length} and {right.Length} dimensions cannot be compared; both must come from one embedder.", nameof(right));
        }

        var leftBlocks = MemoryMarshal.Cast<float, Vector256<float>>(left);
        var rightBlocks = MemoryMarshal.Cast<float, Vector256<float>>(right);
        var (first, second, third, fourth) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var block = 0;
        for (; block + 4 <= leftBlocks.Length; block += 4)
        {
            first += leftBlocks[block] * rightBlocks[block];
            second += leftBlocks[block + 1] * rightBlocks[block + 1];
            third += leftBlocks[block + 2] * rightBlocks[block + 2];
            fourth += leftBlocks[block + 3] * rightBlocks[block + 3];
        }

        for (; block < leftBlocks.Length; block++) first += leftBlocks[block] * rightBlocks[block];
        var sums = first + second + (third + fourth);
        var sum = 0.0;
        for (var lane = 0; lane < Vector256<float>.Count; lane++) sum += sums[lane];
        for (var index = leftBlocks.Length * Vector256<float>.Count; index < left.Length; index++) sum += (double)left[index] * right[index];
        return sum;
    }
}
