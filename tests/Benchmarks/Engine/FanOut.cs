using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Benchmarks.Engine;

/// <summary>Calls an activity that does nothing, many times at once: from one instance, or in chunks of sub-orchestrations as runs do.</summary>
internal static class FanOut
{
    private static readonly ActivityReference<int, int> s_noOp = new("NoOp");
    private static readonly OrchestratorReference<int, int> s_item = new("Item");

    /// <summary>All activities in one instance.</summary>
    public static OrchestratorReference<int, int> Flat { get; } = new("Flat");

    /// <summary>Chunks of 100 items, each item an instance of its own with one activity.</summary>
    public static OrchestratorReference<int, int> Chunked { get; } = new("Chunked");

    private static readonly OrchestratorReference<int, int> s_chunk = new("Chunk");

    public static OrchestrationRegistry Registry { get; } = new OrchestrationRegistry()
        .AddActivity(s_noOp, (_, input, _) => Task.FromResult(input))
        .AddOrchestrator(Flat, () => new FlatOrchestrator())
        .AddOrchestrator(Chunked, () => new ChunkedOrchestrator(s_chunk, ChunkSize))
        .AddOrchestrator(s_chunk, () => new ChunkedOrchestrator(s_item, 1))
        .AddOrchestrator(s_item, () => new FlatOrchestrator());

    private const int ChunkSize = 100;

    /// <summary>Runs it once on an empty home.</summary>
    /// <returns>The time; every turn saved, in order, as its lines of history; and the history.</returns>
    public static async Task<FanOutRun> RunAsync(OrchestratorReference<int, int> shape, string home, int width)
    {
        RecordingStore? store = null;
        await using var engine = EmbeddedEngine.Open(
            new EngineOptions { Home = home }, Registry, path => store = new RecordingStore(SqliteHistoryStore.Open(path)));
        await engine.StartAsync();
        var clock = Stopwatch.StartNew();
        await engine.ScheduleAsync(shape, width, "fan-out", CancellationToken.None);
        var state = await engine.WaitForCompletionAsync("fan-out", CancellationToken.None);
        var elapsed = clock.Elapsed;
        if (state.Output != width.ToString(CultureInfo.InvariantCulture)) throw new InvalidOperationException($"Wrong output: {state}");
        return new FanOutRun(elapsed, store!.Turns, HistoryJson.Write(engine.ReadHistory("fan-out")!));
    }

    private sealed class FlatOrchestrator : Orchestrator<int, int>
    {
        public override async Task<int> RunAsync(OrchestrationContext context, int input)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, input).Select(_ => context.CallActivityAsync(s_noOp, 1)));
            return results.Sum();
        }
    }

    private sealed class ChunkedOrchestrator(OrchestratorReference<int, int> part, int partSize) : Orchestrator<int, int>
    {
        public override async Task<int> RunAsync(OrchestrationContext context, int input)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, input / partSize).Select(_ => context.CallSubOrchestratorAsync(part, partSize)));
            return results.Sum();
        }
    }
}

/// <summary>One run, measured.</summary>
internal sealed record FanOutRun(TimeSpan Elapsed, IReadOnlyList<IReadOnlyList<HistoryEvent>> Turns, string HistoryJson);
