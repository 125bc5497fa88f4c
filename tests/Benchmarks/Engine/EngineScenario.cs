using System.Diagnostics;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Benchmarks.Engine;

/// <summary>How close the engine comes to what its disk and SQLite allow, and how fast it replays.</summary>
internal static class EngineScenario
{
    private const int Width = 10_000;
    private const int Rounds = 7;
    private const int ReplayEvents = 10_000;

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("engine-benchmark-").FullName;
        try
        {
            var engine = new List<double>();
            var bound = new List<double>();
            var chunked = new List<double>();
            var replay = new List<double>();
            var commits = 0.0;
            var rows = 0;

            // One round more than is counted: the first one compiles. Engine and bound alternate, so that a slow moment of the machine hits both.
            for (var round = 0; round <= Rounds; round++)
            {
                var run = await FanOut.RunAsync(FanOut.Flat, Path.Combine(folder, $"home-{round}"), Width);
                var floor = CommitBound.Run(Path.Combine(folder, $"bound-{round}.db"), run.Turns);
                var history = (await FanOut.RunAsync(FanOut.Flat, Path.Combine(folder, $"replay-{round}"), ReplayEvents / 2)).HistoryJson;
                var replayed = Replay(history);
                var chunkedRun = await FanOut.RunAsync(FanOut.Chunked, Path.Combine(folder, $"chunked-{round}"), Width);
                if (round == 0) continue;
                chunked.Add(Width / chunkedRun.Elapsed.TotalSeconds);
                engine.Add(Width / run.Elapsed.TotalSeconds);
                bound.Add(Width / floor.TotalSeconds);
                replay.Add(replayed.TotalSeconds);
                commits = run.Turns.Count;
                rows = run.Turns.Sum(lines => lines.Count);
            }

            return Report(Table.Median(engine), Table.Median(bound), Table.Median(chunked), Table.Median(replay), commits, rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Report(double engine, double bound, double chunked, double replay, double commits, int rows)
    {
        var table = new Table($"engine: fan-out of {Width} no-op activities, fsync on, median of {Rounds} rounds, {Environment.ProcessorCount} cores");
        table.Add("engine, activities/s", Table.Number(engine), ">= 10,000", engine >= 10_000);
        table.Add("bound: SQLite, same rows in same groups, activities/s", Table.Number(bound));
        table.Add("engine / bound", Table.Fraction(engine / bound), ">= 0.200", engine / bound >= 0.2);
        table.Add("rows, commits of the last round", $"{Table.Number(rows)}, {Table.Number(commits)}");
        table.Add("as 100 chunks of 100 items, each an instance, activities/s", Table.Number(chunked), ">= 10,000", chunked >= 10_000);
        table.Add($"replay of {ReplayEvents} events, s", Table.Fraction(replay), "< 0.200", replay < 0.2);
        table.Print();
        return table.AllMet;
    }

    private static TimeSpan Replay(string historyJson)
    {
        var history = HistoryJson.Read(historyJson);
        var clock = Stopwatch.StartNew();
        var engine = new ReplayEngine(
            FanOut.Registry.Orchestrators[history.Name],
            new InstanceIdentity(history.InstanceId, history.Name, null),
            FanOut.Registry,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        engine.Replay(history.Events);
        if (engine.Outcome?.Status != OrchestrationStatus.Completed) throw new InvalidOperationException("The replay did not complete.");
        return clock.Elapsed;
    }
}
