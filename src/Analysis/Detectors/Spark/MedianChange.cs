using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>The median of how much many levels change.</summary>
internal static class MedianChange
{
    /// <summary>Finds the least change that at least half of the levels stay within; of an even number, the lesser one in the middle.</summary>
    /// <param name="levels">At least one.</param>
    /// <param name="previous">As many.</param>
    public static int Of(byte[] levels, byte[] previous)
    {
        // Counting over vectors, once for each bit, is much quicker than a histogram.
        var (least, most) = (0, (int)byte.MaxValue);
        while (least < most)
        {
            var middle = (least + most) / 2;
            if (2 * CountUpTo((byte)middle, levels, previous) >= levels.Length) most = middle;
            else least = middle + 1;
        }

        return least;
    }

    /// <summary>Levels that change by so much at most.</summary>
    private static int CountUpTo(byte change, byte[] levels, byte[] previous)
    {
        var (count, at, most) = (0, 0, new Vector<byte>(change));
        while (at <= levels.Length - Vector<byte>.Count)
        {
            // A byte holds what so many vectors add to it.
            var counts = Vector<byte>.Zero;
            for (var turn = 0; turn < byte.MaxValue && at <= levels.Length - Vector<byte>.Count; turn++, at += Vector<byte>.Count)
            {
                var (one, other) = (new Vector<byte>(levels, at), new Vector<byte>(previous, at));
                counts -= Vector.LessThanOrEqual(Vector.Max(one, other) - Vector.Min(one, other), most);
            }

            Vector.Widen(counts, out var low, out var high);
            count += Vector.Sum(low + high);
        }

        for (; at < levels.Length; at++) count += Math.Abs(levels[at] - previous[at]) <= change ? 1 : 0;
        return count;
    }
}
