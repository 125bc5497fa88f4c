using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging.Abstractions;
namespace FunctionsPipeline.State.Tests.Governor;
public sealed class ZzMeasure
{
    [Fact]
    public async Task Measure()
    {
        using var folder = new TemporaryFolder();
        await using var store = SqliteTableStore.Open(folder.File("s.db"), TimeProvider.System);
        var governor = new State.Governor.Governor(store, TimeProvider.System, NullLogger<State.Governor.Governor>.Instance);
        foreach (var policy in new[] { new RatePolicy { Windows = [new RateWindow(100000, 1)] }, RatePolicy.Unlimited, new RatePolicy { Concurrency = new ConcurrencyLimit { Max = 4000 } } })
        {
            var start = TimeProvider.System.GetTimestamp(); var used = 0;
            await Parallel.ForEachAsync(Enumerable.Range(0, 10000), new ParallelOptions { MaxDegreeOfParallelism = 1000 }, async (n, ct) =>
            {
                SlotGrant? g = null;
                do { g = await governor.AcquireAsync("k" + policy.GetHashCode(), policy, "i" + n, SlotPriority.Normal, g, ct); if (g.Wait > TimeSpan.Zero) await Task.Delay(g.Wait, TimeProvider.System, ct); } while (!governor.TryUse(g));
                Interlocked.Increment(ref used);
                if (policy.Concurrency is not null) await governor.ReleaseAsync("k" + policy.GetHashCode(), "i" + n, ct);
            });
            Console.WriteLine($"MEASURE {used} in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F2} s");
        }
    }
}
