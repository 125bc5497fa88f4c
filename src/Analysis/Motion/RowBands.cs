namespace FunctionsPipeline.Analysis;

/// <summary>Shares rows among threads. What is done to a row must not depend on the other rows' results.</summary>
internal static class RowBands
{
    /// <summary>Calls the work with the first row and the row behind the last of each band, and returns when all are done.</summary>
    public static void Run(int threads, int rows, Action<int, int> work)
    {
        if (threads == 1)
        {
            work(0, rows);
            return;
        }

        Parallel.For(0, threads, band => work(rows * band / threads, rows * (band + 1) / threads));
    }
}
