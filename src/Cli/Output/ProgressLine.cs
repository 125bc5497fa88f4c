using System.Globalization;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Output;

/// <summary>Progress in one line: <c>[video-batch] 412/1000 41% ok 400 fail 9 wait 3 | 14.8/min | ETA 00:39:42 | $3.21 of $10.00</c>.</summary>
internal static class ProgressLine
{
    /// <param name="run">The run.</param>
    /// <param name="counts">Items by status.</param>
    /// <param name="totals">Money of the run.</param>
    /// <param name="endedBefore">Items that had ended when <paramref name="elapsed"/> began.</param>
    /// <param name="elapsed">Time for which the rate is counted.</param>
    public static string Format(
        RunRecord run, IReadOnlyDictionary<ItemStatus, int> counts, LedgerTotals totals, int endedBefore, TimeSpan elapsed)
    {
        var waiting = counts[ItemStatus.Pending];
        var ended = run.Total - waiting;
        var succeeded = counts[ItemStatus.Succeeded] + counts[ItemStatus.Degraded];
        var failed = ended - succeeded - counts[ItemStatus.Skipped] - counts[ItemStatus.Cancelled];
        var perMinute = elapsed.TotalMinutes > 0 ? (ended - endedBefore) / elapsed.TotalMinutes : 0;
        var eta = perMinute > 0 ? TimeSpan.FromMinutes(waiting / perMinute).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) : "--:--:--";
        var money = UsdTicks.Format(totals.SpentTicks) + (run.BudgetTicks is { } budget ? " of " + UsdTicks.Format(budget) : "");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{run.Pipeline}] {ended}/{run.Total} {100 * ended / Math.Max(1, run.Total)}% ok {succeeded} fail {failed} wait {waiting} | {perMinute:0.0}/min | ETA {eta} | {money}");
    }
}
