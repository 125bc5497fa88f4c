using System.Text;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.Tests.Control;
using FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Tables;
using Xunit.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

/// <summary>
/// 10,000 items with the longest names, prompts and errors there can be: planned and started as always, on the real engine and the real
/// recipes. The provider and the clips are answered for; what is written down is real.
/// </summary>
public sealed class SizeGuardTests(ITestOutputHelper output) : IDisposable
{
    private const int Items = 10_000;
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    // A message of a provider, long and outside ASCII, where a character is six bytes of JSON.
    private static readonly ItemError s_worst = new("unexpected_reply", new string('\u6f22', 500), new string('h', 200), Retryable: false);

    private readonly InputFolder _input = new();
    private readonly TemporaryFolder _home = new();
    private readonly PipelineWorld _world = new(s_now);

    public void Dispose()
    {
        _world.Dispose();
        _home.Dispose();
        _input.Dispose();
    }

    [Fact]
    public async Task No_history_event_and_no_table_property_of_10_000_items_exceeds_its_limit()
    {
        var tables = new MeasuringTableStore(_world.Tables);
        var services = _world.CreateServices(seed: 1, tables);
        var pipeline = new PipelineCatalog(services)["video-batch"];
        using var prepared = await pipeline.PrepareAsync(
            new RunRequest { Spec = new SpecSource.OfFile(WriteSpec()), DayBudgetUsd = 1e6m, ProjectBudgetUsd = 1e6m, ProviderBudgetUsd = 1e6m },
            CancellationToken.None);
        var run = await pipeline.CreateAsync(prepared, services.NewRunId(), CancellationToken.None);
        run.Total.ShouldBe(Items);
        await using var engine = EmbeddedEngine.Open(
            new EngineOptions { Home = _home.Path, TimeProvider = _world.Clock, InboxPollInterval = Timeout.InfiniteTimeSpan, ActivityConcurrencyMax = 1000 },
            Registry(services));
        await engine.StartAsync();

        await pipeline.StartAsync(engine, run, CancellationToken.None);
        (await EndAsync(engine, pipeline.InstanceId(run))).Status.ShouldBe(OrchestrationStatus.Completed);

        (await services.Runs.CountItemsAsync(run.RunId, CancellationToken.None))[ItemStatus.Failed].ShouldBe(Items);
        var (payloadBytes, instances) = await LargestPayloadAsync(engine, run.RunId.Value);
        output.WriteLine($"payload {payloadBytes} bytes in {instances} instances; property {tables.PropertyBytesMax}, row {tables.RowBytesMax} bytes; batch {tables.BatchOperationsMax}; tables {string.Join(' ', tables.Tables)}");
        instances.ShouldBe(1 + run.ChunkCount + Items);
        payloadBytes.ShouldBeInRange(1000, Limits.PayloadBytesMax);
        tables.PropertyBytesMax.ShouldBeInRange(1000, TableLimits.PropertyBytesMax);
        tables.RowBytesMax.ShouldBeInRange(1000, TableLimits.RowBytesMax);
        tables.BatchOperationsMax.ShouldBeInRange(2, TableLimits.BatchOperationsMax);
        tables.Tables.ShouldContain("runs");
        tables.Tables.ShouldContain("items");
    }

    /// <summary>Every name as long as it may be; every trap at once; a few prompts as long as a prompt may be.</summary>
    private string WriteSpec()
    {
        var prompts = new StringBuilder();
        for (var prompt = 0; prompt < Items; prompt++)
        {
            var text = prompt % 1000 == 0 ? new string('p', InputLimits.PromptCharactersMax) : $"Prompt {prompt}.";
            prompts.Append("{\"id\": \"").Append($"{prompt:00000}".PadLeft(InputLimits.IdCharactersMax, 'i')).Append("\", \"prompt\": \"").Append(text).Append("\"}\n");
        }

        _input.Write("prompts.jsonl", prompts.ToString());
        var traps = string.Join('+', TrapCatalog.All.Select(trap => trap.Id));
        return _input.Write("batch.yaml", $"""
            pipeline: video-batch
            prompts: prompts.jsonl
            traps: [{traps}]
            includePlain: false
            provider: xai
            project: {new string('p', InputLimits.IdCharactersMax)}
            concurrency: 1000
            jitter: 0s..0s
            budgetUsd: 100000
            """);
    }

    private static OrchestrationRegistry Registry(PipelineServices services)
    {
        var plan = new PlanFiles<PlannedItem>(services.Blobs);
        var run = new BatchActivities<PlannedItem, VideoBatchSettings>(services, plan, new VideoBatchFolder(services, plan).WriteAsync);
        var item = new VideoBatchActivities(services, plan);
        return new OrchestrationRegistry()
            .AddOrchestrator(VideoBatchNames.Batch.Run, () => new BatchOrchestrator<VideoBatchSettings>(VideoBatchNames.Batch))
            .AddOrchestrator(VideoBatchNames.Batch.Chunk, () => new BatchChunkOrchestrator<VideoBatchSettings>(VideoBatchNames.Batch))
            .AddOrchestrator(VideoBatchNames.Batch.Item, () => new VideoBatchItemOrchestrator())
            .AddActivity(VideoBatchNames.Batch.BeginRound, run.BeginRoundAsync)
            .AddActivity(VideoBatchNames.Batch.LoadChunk, run.LoadChunkAsync)
            .AddActivity(VideoBatchNames.Batch.FinishRound, run.FinishRoundAsync)
            .AddActivity(VideoBatchNames.CompleteItem, item.CompleteItemAsync)
            .AddActivity(VideoBatchNames.SubmitGeneration, (_, _, _) => Task.FromResult(
                new SubmitAnswer(SubmitOutcome.Accepted, new string('c', 64), new string('r', 256))))
            .AddActivity(VideoBatchNames.CheckGeneration, (_, _, _) => Task.FromResult(new GenerationAnswer(GenerationState.Done)))
            .AddActivity(VideoBatchNames.DownloadClip, (_, input, _) => Task.FromResult(
                new ClipFile($"runs/{input.Item.RunId}/clips/{input.Item.Item.ItemId}.mp4", int.MaxValue, new string('a', 64), 5.041667)))
            .AddActivity(VideoBatchNames.PutFrameJob, (_, _, _) => Task.FromResult(Nothing.Value))
            .AddActivity(VideoBatchNames.CheckFrameResult, (_, _, _) => Task.FromResult(new FrameResultAnswer(IsDone: true, s_worst)));
    }

    /// <summary>Leaps from timer to timer until the run has ended.</summary>
    private async Task<OrchestrationState> EndAsync(EmbeddedEngine engine, string instanceId)
    {
        var end = engine.WaitForCompletionAsync(instanceId, CancellationToken.None);
        while (true)
        {
            await engine.WhenIdleAsync();
            if (end.IsCompleted || _world.Clock.NextDue is not { } due) return await end.WaitAsync(TimeSpan.FromSeconds(30));
            _world.Clock.Advance(due - _world.Clock.GetUtcNow());
        }
    }

    private static async Task<(int PayloadBytes, int Instances)> LargestPayloadAsync(EmbeddedEngine engine, string runId)
    {
        var (largest, instances) = (0, 0);
        await foreach (var instance in engine.ListAsync(runId, CancellationToken.None))
        {
            instances++;
            foreach (var line in engine.ReadHistory(instance.InstanceId)!.Events) largest = Math.Max(largest, PayloadBytes(line));
        }

        return (largest, instances);
    }

    private static int PayloadBytes(HistoryEvent line) => line switch
    {
        ExecutionStarted e => Encoding.UTF8.GetByteCount(e.Input ?? ""),
        ActivityScheduled e => Encoding.UTF8.GetByteCount(e.Input),
        ActivityCompleted e => Encoding.UTF8.GetByteCount(e.Output),
        ActivityFailed e => JsonSerializer.SerializeToUtf8Bytes(e.Failure, DurableJson.Options).Length,
        SubOrchestrationScheduled e => Encoding.UTF8.GetByteCount(e.Input),
        SubOrchestrationCompleted e => Encoding.UTF8.GetByteCount(e.Output),
        SubOrchestrationFailed e => JsonSerializer.SerializeToUtf8Bytes(e.Failure, DurableJson.Options).Length,
        ExecutionCompleted e => Encoding.UTF8.GetByteCount(e.Output),
        ExecutionFailed e => JsonSerializer.SerializeToUtf8Bytes(e.Failure, DurableJson.Options).Length,
        EventRaised e => Encoding.UTF8.GetByteCount(e.Payload ?? ""),
        _ => 0,
    };
}
