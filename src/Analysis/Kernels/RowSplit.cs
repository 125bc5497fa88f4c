using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>Deals rows out to threads and adds up what they found. The sums are integers, so the split does not change them.</summary>
internal static class RowSplit
{
    /// <summary>Sums over rows 0 to <paramref name="rows"/>.</summary>
    /// <param name="rowThreads">Threads at most, at least 1.</param>
    /// <param name="rows">Rows, or strips of rows.</param>
    /// <param name="part">Sums from one row up to another, which is not included.</param>
    public static TSums Sum<TSums>(int rowThreads, int rows, Func<int, int, TSums> part)
        where TSums : struct, IAdditionOperators<TSums, TSums, TSums>
    {
        var gate = new Lock();
        var total = default(TSums);
        Run(rowThreads, rows, (from, to) =>
        {
            var sum = part(from, to);
            lock (gate) total += sum;
        });
        return total;
    }

    /// <summary>Does the rows from 0 to <paramref name="rows"/>.</summary>
    public static void Run(int rowThreads, int rows, Action<int, int> part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowThreads, 1);
        var parts = Math.Min(rowThreads, rows);
        if (parts == 1)
        {
            // Flow asks many times a frame for a few rows each.
            part(0, rows);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, number =>
            part((int)((long)rows * number / parts), (int)((long)rows * (number + 1) / parts)));
    }
}
