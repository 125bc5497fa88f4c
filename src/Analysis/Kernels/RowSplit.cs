using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>Deals rows out to threads and adds up what they found. The sums are integers, so the split does not change them.</summary>
internal static class RowSplit
{
    /// <summary>Sums over rows 0 to <paramref name="rows"/>.</summary>
    /// <param name="rowThreads">Threads at most; 1 stays on this one.</param>
    /// <param name="rows">Rows, or strips of rows.</param>
    /// <param name="part">Sums from one row up to another, which is not included.</param>
    public static TSums Sum<TSums>(int rowThreads, int rows, Func<int, int, TSums> part)
        where TSums : struct, IAdditionOperators<TSums, TSums, TSums>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowThreads, 1);
        var parts = Math.Min(rowThreads, rows);
        if (parts <= 1) return part(0, rows);

        var sums = new TSums[parts];
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, number =>
            sums[number] = part((int)((long)rows * number / parts), (int)((long)rows * (number + 1) / parts)));
        var total = default(TSums);
        foreach (var sum in sums) total += sum;
        return total;
    }
}
