using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Prompts x adversarial variants -> clips -> analysis -> scores and report.</summary>
public sealed class VideoBatchPipeline(PipelineServices services) : IPipeline
{
    private readonly PlanFiles _plan = new(services.Blobs);

    /// <inheritdoc/>
    public string Name => VideoBatchNames.Pipeline;

    /// <inheritdoc/>
    public void Register(OrchestrationRegistry registry)
    {
        var item = new VideoBatchActivities(services, _plan);
        var run = new VideoBatchRunActivities(services, _plan, new RunFolderWriter(services, _plan));
        registry
            .AddOrchestrator(VideoBatchNames.Run, () => new VideoBatchOrchestrator())
            .AddOrchestrator(VideoBatchNames.Chunk, () => new VideoBatchChunkOrchestrator())
            .AddOrchestrator(VideoBatchNames.Item, () => new VideoBatchItemOrchestrator())
            .AddActivity(VideoBatchNames.BeginRound, run.BeginRoundAsync)
            .AddActivity(VideoBatchNames.MarkCancelled, run.MarkCancelledAsync)
            .AddActivity(VideoBatchNames.FinishRound, run.FinishRoundAsync)
            .AddActivity(VideoBatchNames.LoadChunk, run.LoadChunkAsync)
            .AddActivity(VideoBatchNames.SubmitGeneration, item.SubmitGenerationAsync)
            .AddActivity(VideoBatchNames.CheckGeneration, item.CheckGenerationAsync)
            .AddActivity(VideoBatchNames.GiveUpGeneration, item.GiveUpGenerationAsync)
            .AddActivity(VideoBatchNames.DownloadClip, item.DownloadClipAsync)
            .AddActivity(VideoBatchNames.PutFrameJob, item.PutFrameJobAsync)
            .AddActivity(VideoBatchNames.CheckFrameResult, item.CheckFrameResultAsync)
            .AddActivity(VideoBatchNames.CompleteItem, item.CompleteItemAsync);
    }

    /// <inheritdoc/>
    public async Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken) =>
        await VideoBatchPreparation.PrepareAsync(services, request, cancellationToken);

    /// <inheritdoc/>
    public async Task<RunRecord> CreateAsync(PreparedRun prepared, RunId runId, CancellationToken cancellationToken)
    {
        var batch = (PreparedVideoBatch)prepared;
        var now = services.Clock.GetUtcNow();
        var settings = batch.Settings with
        {
            Caps = [.. batch.Settings.Caps, new BudgetCap(BudgetScopes.Run(runId), batch.BudgetTicks)],
        };
        var chunking = Chunking.Of(batch.Total, batch.Concurrency);
        settings = chunking.Apply(settings);

        var chunks = await _plan.WriteAsync(
            runId.Value, 1, batch.ReadLinesAsync(cancellationToken), chunking.ItemsPerChunk, cancellationToken);
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
            Seed = settings.Seed,
            SettingsJson = JsonSerializer.Serialize(settings, DurableJson.Options),
            CreatedAt = now,
        };
        return await services.Runs.CreateAsync(run, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartAsync(IOrchestrationClient client, RunRecord run, CancellationToken cancellationToken) =>
        client.ScheduleAsync(
            VideoBatchNames.Run,
            new RunInput(run.RunId.Value, run.Round, run.ChunkCount, ReadSettings(run)),
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
        var chunks = await _plan.WriteAsync(
            run.RunId.Value, round, SelectLinesAsync(run, isWanted, cancellationToken), chunking.ItemsPerChunk, cancellationToken);
        await services.Runs.PutItemsAsync(PendingAgainAsync(run, isWanted, cancellationToken), cancellationToken);

        var settings = chunking.Apply(ReadSettings(run));
        var budget = budgetTicks ?? run.BudgetTicks;
        settings = settings with
        {
            Caps = [.. settings.Caps.Select(cap => cap.Scope == BudgetScopes.Run(run.RunId) ? cap with { LimitTicks = budget } : cap)],
        };
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
    public Task<bool> CancelAsync(IOrchestrationClient client, RunRecord run, CancellationToken cancellationToken) =>
        client.RaiseEventAsync(InstanceId(run), VideoBatchNames.CancelEvent, "cancel", cancellationToken);

    /// <inheritdoc/>
    public string InstanceIdPrefix(RunId runId) => VideoBatchInstanceIds.Prefix(runId.Value);

    /// <inheritdoc/>
    public string InstanceId(RunRecord run) => VideoBatchInstanceIds.Run(run.RunId.Value, run.Round);

    /// <summary>The settings that were fixed when the run was planned.</summary>
    internal static VideoBatchSettings ReadSettings(RunRecord run) =>
        JsonSerializer.Deserialize<VideoBatchSettings>(run.SettingsJson, DurableJson.Options)!;

    private static async IAsyncEnumerable<ItemRecord> PlannedItemsAsync(
        PreparedVideoBatch batch, RunId runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in batch.ReadLinesAsync(cancellationToken))
        {
            yield return ItemRecords.Planned(runId, line.Item.Index, line.Item.Id);
        }
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

    /// <summary>Items and the first round's plan are both in index order, so one pass joins them.</summary>
    private async IAsyncEnumerable<PlanLine> SelectLinesAsync(
        RunRecord run, Func<ItemRecord, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lines = _plan.ReadRoundAsync(run.RunId.Value, 1, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var item in services.Runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (!await lines.MoveNextAsync()) throw new InvalidDataException($"The plan of run {run.RunId} is shorter than its items.");
            if (isWanted(item)) yield return lines.Current with { PaidAttempt = item.NextPaidAttempt };
        }
    }
}
