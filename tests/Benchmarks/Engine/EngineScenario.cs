using System.Diagnostics;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Benchmarks.Engine;

/// <summary>How close the engine comes to what its disk and SQLite allow, and how fast it replays.</summary>
internal static class EngineScenario
{
    private const int Width = 10_000;
    private const int WarmUpRounds = 4;
    private const int Rounds = 7;
    private const int ReplayEvents = 10_000;
    private const int LiveInstances = 1000;
    private const int LiveEvents = 50;

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("engine-benchmark-").FullName;
        try
        {
            // First, while the heap holds nothing else.
            var memory = await LiveMemory.RunAsync(Path.Combine(folder, "memory"), LiveInstances, LiveEvents / 2);
            var rounds = new List<Round>();
            for (var round = -WarmUpRounds; round < Rounds; round++)
            {
                // The first rounds are not counted: in them the runtime still compiles.
                var measured = await MeasureAsync(Path.Combine(folder, $"round-{round}"));
                if (round >= 0) rounds.Add(measured);
            }

            return Report(rounds, memory);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Engine and bound alternate, so that a slow moment of the machine hits both.</summary>
    private static async Task<Round> MeasureAsync(string folder)
    {
        var flat = await FanOut.RunAsync(FanOut.Flat, Path.Combine(folder, "flat"), Width);
        var bound = CommitBound.Run(Path.Combine(folder, "bound.db"), flat.Turns);
        var chunked = await FanOut.RunAsync(FanOut.Chunked, Path.Combine(folder, "chunked"), Width);
        var history = await FanOut.RunAsync(FanOut.Flat, Path.Combine(folder, "history"), ReplayEvents / 2);
        return new Round(
            Width / flat.Elapsed.TotalSeconds,
            Width / bound.TotalSeconds,
            Width / chunked.Elapsed.TotalSeconds,
            Replay(history.HistoryJson).TotalSeconds,
            flat.Turns.Count,
            flat.Turns.Sum(lines => lines.Count));
    }

    private static bool Report(List<Round> rounds, (double Running, double Restarted) memory)
    {
        var engine = Table.Median(rounds.Select(round => round.Flat));
        var bound = Table.Median(rounds.Select(round => round.Bound));
        var ratio = Table.Median(rounds.Select(round => round.Flat / round.Bound));
        var chunked = Table.Median(rounds.Select(round => round.Chunked));
        var replay = Table.Median(rounds.Select(round => round.ReplaySeconds));
        var table = new Table($"engine: {Width} no-op activities, fsync on, median of {Rounds} rounds, {Environment.ProcessorCount} cores");
        table.Add("one instance, activities/s", Table.Number(engine), ">= 10,000", engine >= 10_000);
        table.Add("bound: SQLite, same rows in same groups, activities/s", Table.Number(bound));
        table.Add("engine / bound", Table.Fraction(ratio), ">= 0.200", ratio >= 0.2);
        table.Add("rows, commits of the last round", $"{Table.Number(rounds[^1].Rows)}, {Table.Number(rounds[^1].Commits)}");
        table.Add("100 chunks of 100 items, each an instance, activities/s", Table.Number(chunked));
        table.Add($"replay of {ReplayEvents} events, s", Table.Fraction(replay), "< 0.200", replay < 0.2);
        table.Add($"{LiveInstances} live instances of {LiveEvents} events, bytes each", Table.Number(memory.Running), "< 8,192", memory.Running < 8192);
        table.Add("the same after a restart, bytes each", Table.Number(memory.Restarted), "< 8,192", memory.Restarted < 8192);
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

    private sealed record Round(double Flat, double Bound, double Chunked, double ReplaySeconds, int Commits, int Rows);
}
