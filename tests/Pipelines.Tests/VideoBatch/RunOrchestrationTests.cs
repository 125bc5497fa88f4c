using System.Collections.Concurrent;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

/// <summary>The run's and the chunk's recipes on the real engine, with activities that only take note.</summary>
public sealed class RunOrchestrationTests : IAsyncLifetime
{
    private const string Run = "20261121-095538-7f3a2c";

    /// <summary>What docs/scale.md states: no history of a run or a chunk is longer, at any size of a run.</summary>
    private const int HistoryEventsMax = 600;

    private readonly TemporaryFolder _home = new();
    private readonly ConcurrentBag<string> _items = [];
    private readonly ConcurrentBag<RunEnding<VideoBatchSettings>> _endings = [];
    private Func<ItemInput<VideoBatchSettings>, ItemOutcome> _item = input => new ItemOutcome(input.Item.ItemId, ItemStatus.Succeeded, null);
    private EmbeddedEngine? _engine;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_run_of_many_chunks_continues_as_new_and_its_history_stays_bounded()
    {
        const int Chunks = (2 * BatchLimits.ChunksPerExecutionMax) + 50;

        var state = await ExecuteAsync(Chunks, itemsPerChunk: 1);

        state.Status.ShouldBe(OrchestrationStatus.Completed);
        _items.Count.ShouldBe(Chunks);
        _items.Distinct().Count().ShouldBe(Chunks);
        _engine!.ReadHistory(state.InstanceId)!.Events.Count.ShouldBeLessThanOrEqualTo(HistoryEventsMax);
    }

    [Fact]
    public async Task The_history_of_a_full_chunk_stays_bounded()
    {
        await ExecuteAsync(chunks: 1, BatchLimits.ChunkItemsMax);

        _engine!.ReadHistory(BatchInstanceIds.Chunk(Run, 1, 0))!.Events.Count.ShouldBeLessThanOrEqualTo(HistoryEventsMax);
    }

    [Fact]
    public async Task A_full_chunks_input_and_output_fit_a_payload() =>
        (await ExecuteAsync(chunks: 1, BatchLimits.ChunkItemsMax, itemIdLength: 100)).Status.ShouldBe(OrchestrationStatus.Completed);

    [Fact]
    public async Task A_cap_that_is_reached_starts_no_further_item_and_the_run_says_why()
    {
        _item = input => new ItemOutcome(input.Item.ItemId, ItemStatus.Skipped, StopReasons.Budget);

        await ExecuteAsync(chunks: 50, itemsPerChunk: 10);

        _items.Count.ShouldBeLessThan(50);
        _endings.Single().StopReason.ShouldBe(StopReasons.Budget);
    }

    [Fact]
    public async Task An_item_that_breaks_does_not_stop_the_others()
    {
        _item = input => input.Item.Index == 3
            ? throw new ActivityFailedException(new FailureDetails("broken", "Broken on purpose.", IsRetryable: false))
            : new ItemOutcome(input.Item.ItemId, ItemStatus.Succeeded, null);

        var state = await ExecuteAsync(chunks: 2, itemsPerChunk: 5);

        state.Status.ShouldBe(OrchestrationStatus.Completed);
        _items.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_cancelled_run_marks_itself_and_still_ends_in_order()
    {
        var gate = new TaskCompletionSource();
        var engine = Open(itemsPerChunk: 1, itemIdLength: 10, gate.Task);
        await engine.ScheduleAsync(VideoBatchNames.Batch.Run, Input(chunks: 20), Run + ":1", CancellationToken.None);
        await engine.RaiseEventAsync(Run + ":1", BatchEvents.Cancel, "cancel", CancellationToken.None);
        await _cancelled.Task;
        gate.SetResult();

        (await engine.WaitForCompletionAsync(Run + ":1", CancellationToken.None)).Status.ShouldBe(OrchestrationStatus.Completed);
        _endings.Single().StopReason.ShouldBe(StopReasons.Cancelled);
        _items.Count.ShouldBeLessThan(20);
    }

    private readonly TaskCompletionSource _cancelled = new();

    private async Task<OrchestrationState> ExecuteAsync(int chunks, int itemsPerChunk, int itemIdLength = 10)
    {
        var engine = Open(itemsPerChunk, itemIdLength, Task.CompletedTask);
        await engine.ScheduleAsync(VideoBatchNames.Batch.Run, Input(chunks), Run + ":1", CancellationToken.None);
        return await engine.WaitForCompletionAsync(Run + ":1", CancellationToken.None);
    }

    private EmbeddedEngine Open(int itemsPerChunk, int itemIdLength, Task gate)
    {
        var registry = new OrchestrationRegistry()
            .AddOrchestrator(VideoBatchNames.Batch.Run, () => new BatchOrchestrator<VideoBatchSettings>(VideoBatchNames.Batch))
            .AddOrchestrator(VideoBatchNames.Batch.Chunk, () => new BatchChunkOrchestrator<VideoBatchSettings>(VideoBatchNames.Batch))
            .AddOrchestrator(VideoBatchNames.Batch.Item, () => new OneStepItem())
            .AddActivity(VideoBatchNames.Batch.BeginRound, (_, _, _) => Task.FromResult(Nothing.Value))
            .AddActivity(VideoBatchNames.Batch.MarkCancelled, (_, _, _) =>
            {
                _cancelled.TrySetResult();
                return Task.FromResult(Nothing.Value);
            })
            .AddActivity(VideoBatchNames.Batch.LoadChunk, (_, input, _) => Task.FromResult(new ChunkItems(
                [.. Enumerable.Range(input.Chunk * itemsPerChunk, itemsPerChunk).Select(index => new ChunkItem(index, $"{index}".PadLeft(itemIdLength, 'i'), 0))])))
            .AddActivity(OneStepItem.Step, async (_, input, _) =>
            {
                await gate;
                _items.Add(input.Item.ItemId);
                return _item(input);
            })
            .AddActivity(VideoBatchNames.Batch.FinishRound, (_, ending, _) =>
            {
                _endings.Add(ending);
                return Task.FromResult(new RunOutcome(RunStatus.Succeeded));
            });
        _engine = EmbeddedEngine.Open(new EngineOptions { Home = _home.Path }, registry);
        _engine.StartAsync().GetAwaiter().GetResult();
        return _engine;
    }

    private static RunInput<VideoBatchSettings> Input(int chunks) => new(Run, 1, chunks, new VideoBatchSettings
    {
        Project = "default",
        Provider = "xai",
        Model = "grok-imagine-video",
        DurationSeconds = 1,
        Resolution = "480p",
        AspectRatio = "16:9",
        JitterMinSeconds = 0,
        JitterMaxSeconds = 0,
        GenerationTimeoutSeconds = 300,
        PaidAttemptsMax = 1,
        SubmitAttemptsMax = 1,
        ChunksInFlight = 4,
        ItemsInFlightPerChunk = 5,
        Seed = 1,
        Caps = [],
    });

    /// <summary>Stands in for the item's own recipe, which has its own tests.</summary>
    private sealed class OneStepItem : Orchestrator<ItemInput<VideoBatchSettings>, ItemOutcome>
    {
        public static readonly ActivityReference<ItemInput<VideoBatchSettings>, ItemOutcome> Step = new("Test.Item");

        public override Task<ItemOutcome> RunAsync(OrchestrationContext context, ItemInput<VideoBatchSettings> input) => context.CallActivityAsync(Step, input);
    }
}
