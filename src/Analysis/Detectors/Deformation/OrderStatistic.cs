namespace FunctionsPipeline.Analysis;

/// <summary>The value of a rank among many, without sorting them all: quickselect (Hoare 1961), in linear time on average.</summary>
internal static class OrderStatistic
{
    /// <summary>Finds the value of a rank and puts it in its place: nothing before it is greater, nothing behind it is less.</summary>
    /// <param name="values">At least one, in any order; none is not a number. Their order changes.</param>
    /// <param name="rank">0 for the least.</param>
    public static float Of(Span<float> values, int rank)
    {
        var (first, last) = (0, values.Length - 1);
        while (first < last)
        {
            var pivot = MedianOfThree(values[first], values[first + (last - first) / 2], values[last]);
            var (left, right) = (first, last);
            while (left <= right)
            {
                while (values[left] < pivot) left++;
                while (values[right] > pivot) right--;
                if (left > right) break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            // What lies between the two equals the pivot.
            if (rank <= right) last = right;
            else if (rank >= left) first = left;
            else break;
        }

        return values[rank];
    }

    /// <summary>The one in the middle.</summary>
    public static float MedianOfThree(float one, float other, float third) =>
        Math.Max(Math.Min(one, other), Math.Min(Math.Max(one, other), third));
}
