using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>
/// A pipeline that does the same to many items, which know nothing of each other: run -> chunks -> items. What is its own is how a
/// specification is read, what happens to an item, and what lies in the run's folder.
/// </summary>
/// <param name="services">What it works with.</param>
/// <param name="name">Name in specs and commands.</param>
/// <param name="names">Names of its orchestrators and activities.</param>
public abstract class BatchPipeline<TItem, TSettings>(PipelineServices services, string name, BatchNames<TSettings> names) : IPipeline
    where TItem : IPlannedItem
    where TSettings : BatchSettings
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What it works with.</summary>
    protected PipelineServices Services => services;

    /// <summary>The plan of the items.</summary>
    protected PlanFiles<TItem> Plan { get; } = new(services.Blobs);

    /// <inheritdoc/>
    public void Register(OrchestrationRegistry registry)
    {
        var run = new BatchActivities<TItem, TSettings>(services, Plan, WriteFolderAsync);
        registry
            .AddOrchestrator(names.Run, () => new BatchOrchestrator<TSettings>(names))
            .AddOrchestrator(names.Chunk, () => new BatchChunkOrchestrator<TSettings>(names))
            .AddActivity(names.BeginRound, run.BeginRoundAsync)
            .AddActivity(names.MarkCancelled, run.MarkCancelledAsync)
            .AddActivity(names.FinishRound, run.FinishRoundAsync)
            .AddActivity(names.LoadChunk, run.LoadChunkAsync);
        RegisterItems(registry);
    }

    /// <inheritdoc/>
    public abstract Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async Task<RunRecord> CreateAsync(PreparedRun prepared, RunId runId, CancellationToken cancellationToken)
    {
        var batch = (PreparedBatch<TItem, TSettings>)prepared;
        var now = services.Clock.GetUtcNow();
        var chunking = Chunking.Of(batch.Total, batch.Concurrency);
        var settings = WithCaps(chunking.Apply(batch.Settings), [.. batch.Settings.Caps, new BudgetCap(BudgetScopes.Run(runId), batch.BudgetTicks)]);

        var chunks = await Plan.WriteAsync(
            runId.Value, 1, FirstLinesAsync(batch, cancellationToken), chunking.ItemsPerChunk, cancellationToken);
        await services.Runs.AddItemsAsync(PlannedItemsAsync(batch, runId, cancellationToken), cancellationToken);

        // The record comes last: a run that is seen is complete.
        var run = new RunRecord
        {
            RunId = runId,
            Pipeline = Name,
            Project = batch.Project,
            Provider = batch.Provider,
            Status = RunStatus.Planned,
            Round = 1,
            ChunkCount = chunks,
            Total = batch.Total,
            InputFingerprint = batch.InputFingerprint,
            SpecFingerprint = batch.SpecFingerprint,
            SpecPath = batch.SpecPath,
            ForecastTicks = batch.Forecast.TicksP50,
            BudgetTicks = batch.BudgetTicks,
            Concurrency = batch.Concurrency,
            UsesSimulator = batch.UsesSimulator,
            ForkedFrom = settings.Fork is { } fork ? RunId.Parse(fork.RunId) : null,
            RerunFrom = batch.RerunFrom,
            Seed = settings.Seed,
            SettingsJson = JsonSerializer.Serialize(settings, DurableJson.Options),
            CreatedAt = now,
        };
        return await services.Runs.CreateAsync(run, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RunRecord> ForkAsync(RunRecord source, RunId runId, string? from, long? budgetTicks, CancellationToken cancellationToken)
    {
        var fork = BatchForks.Of(source.RunId, from, Steps);
        var chunking = Chunking.Of(source.Total, source.Concurrency);
        var settings = ReadSettings(source);
        var budget = budgetTicks ?? source.BudgetTicks;
        IReadOnlyList<BudgetCap> caps =
        [
            .. settings.Caps.Where(cap => cap.Scope != BudgetScopes.Run(source.RunId)), new BudgetCap(BudgetScopes.Run(runId), budget),
        ];
        settings = (TSettings)(WithCaps(chunking.Apply(settings), caps) with { Fork = fork });

        var chunks = await Plan.WriteAsync(runId.Value, 1, LinesOfAsync(source, cancellationToken), chunking.ItemsPerChunk, cancellationToken);
        await services.Runs.AddItemsAsync(ItemsOfAsync(source, runId, cancellationToken), cancellationToken);
        return await services.Runs.CreateAsync(
            source with
            {
                RunId = runId,
                Status = RunStatus.Planned,
                IsCancelRequested = false,
                IsSuspended = false,
                Round = 1,
                ChunkCount = chunks,
                ForkedFrom = source.RunId,
                RerunFrom = from,
                BudgetTicks = budget,
                SettingsJson = JsonSerializer.Serialize(settings, DurableJson.Options),
                CreatedAt = services.Clock.GetUtcNow(),
                EndedAt = null,
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartAsync(IOrchestrationClient client, RunRecord run, CancellationToken cancellationToken) =>
        client.ScheduleAsync(
            names.Run,
            new RunInput<TSettings>(run.RunId.Value, run.Round, run.ChunkCount, ReadSettings(run)),
            InstanceId(run),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<RunRecord?> PlanRetryAsync(
        RunRecord run, Func<ItemRecord, bool> isWanted, long? budgetTicks, bool evenIfEmpty, CancellationToken cancellationToken)
    {
        var round = run.Round + 1;
        var selected = await CountAsync(run, isWanted, cancellationToken);
        if (selected == 0 && !evenIfEmpty) return null;

        var chunking = Chunking.Of(Math.Max(1, selected), run.Concurrency);
        var chunks = await Plan.WriteAsync(
            run.RunId.Value, round, SelectLinesAsync(run, isWanted, cancellationToken), chunking.ItemsPerChunk, cancellationToken);
        await services.Runs.PutItemsAsync(PendingAgainAsync(run, isWanted, cancellationToken), cancellationToken);

        var settings = chunking.Apply(ReadSettings(run));
        var budget = budgetTicks ?? run.BudgetTicks;
        settings = WithCaps(settings, [.. settings.Caps.Select(cap => cap.Scope == BudgetScopes.Run(run.RunId) ? cap with { LimitTicks = budget } : cap)]);
        return await services.Runs.UpdateAsync(
            run.RunId,
            stored => stored with
            {
                Status = RunStatus.Planned,
                Round = round,
                ChunkCount = chunks,
                IsCancelRequested = false,
                EndedAt = null,
                BudgetTicks = budget,
                SettingsJson = JsonSerializer.Serialize(settings, DurableJson.Options),
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public string InstanceIdPrefix(RunId runId) => BatchInstanceIds.Prefix(runId.Value);

    /// <inheritdoc/>
    public string InstanceId(RunRecord run) => BatchInstanceIds.Run(run.RunId.Value, run.Round);

    /// <summary>The steps of an item, in the order in which they follow from each other.</summary>
    protected abstract IReadOnlyList<string> Steps { get; }

    /// <summary>Adds the item's orchestrator and its activities.</summary>
    protected abstract void RegisterItems(OrchestrationRegistry registry);

    /// <summary>Writes the folder of a run that ends. Doing it twice gives the same files.</summary>
    protected abstract Task WriteFolderAsync(RunRecord run, CancellationToken cancellationToken);

    private static TSettings ReadSettings(RunRecord run) => JsonSerializer.Deserialize<TSettings>(run.SettingsJson, DurableJson.Options)!;

    private static TSettings WithCaps(TSettings settings, IReadOnlyList<BudgetCap> caps) => (TSettings)(settings with { Caps = caps });

    private static async IAsyncEnumerable<PlanLine<TItem>> FirstLinesAsync(
        PreparedBatch<TItem, TSettings> batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in batch.ReadItemsAsync(cancellationToken)) yield return new PlanLine<TItem>(item, 0);
    }

    private static async IAsyncEnumerable<ItemRecord> PlannedItemsAsync(
        PreparedBatch<TItem, TSettings> batch, RunId runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in batch.ReadItemsAsync(cancellationToken)) yield return BatchItems.Planned(runId, item.Index, item.Id);
    }

    private async IAsyncEnumerable<PlanLine<TItem>> LinesOfAsync(RunRecord source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in Plan.ReadRoundAsync(source.RunId.Value, 1, cancellationToken)) yield return line with { PaidAttempt = 0 };
    }

    private async IAsyncEnumerable<ItemRecord> ItemsOfAsync(RunRecord source, RunId runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in Plan.ReadRoundAsync(source.RunId.Value, 1, cancellationToken)) yield return BatchItems.Planned(runId, line.Item.Index, line.Item.Id);
    }

    private async Task<int> CountAsync(RunRecord run, Func<ItemRecord, bool> isWanted, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var item in services.Runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (isWanted(item)) count++;
        }

        return count;
    }

    private async IAsyncEnumerable<ItemRecord> PendingAgainAsync(
        RunRecord run, Func<ItemRecord, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in services.Runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (!isWanted(item)) continue;
            yield return item with { Status = ItemStatus.Pending, FailedStage = null, Error = null };
        }
    }

    private async IAsyncEnumerable<PlanLine<TItem>> SelectLinesAsync(
        RunRecord run, Func<ItemRecord, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (item, planned) in Plan.JoinAsync(run, services.Runs, cancellationToken))
        {
            if (isWanted(item)) yield return new PlanLine<TItem>(planned, item.NextPaidAttempt);
        }
    }
}
