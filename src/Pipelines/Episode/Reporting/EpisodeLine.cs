using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode.Reporting;

/// <summary>A line of <c>items.jsonl</c>: an episode, what came of it, what it cost.</summary>
public sealed record EpisodeLine
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Position in the plan.</summary>
    public required int Index { get; init; }

    /// <summary>Id of the episode.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Step in which it failed.</summary>
    public string? FailedStage { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public ItemError? Error { get; init; }

    /// <summary>Title of the story.</summary>
    public string? Story { get; init; }

    /// <summary>What it came to; null while it has not ended.</summary>
    public EpisodeResult? Result { get; init; }

    /// <summary>What its calls cost in this run, ticks of 1e-10 USD.</summary>
    public required long CostTicks { get; init; }

    /// <summary><see cref="CostTicks"/> in dollars.</summary>
    public decimal CostUsd => UsdTicks.ToUsd(CostTicks);

    /// <summary>Recorded fallbacks.</summary>
    public required IReadOnlyList<Degradation> Degradations { get; init; }

    /// <summary>Last change, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Reads the episodes of a run together with what came of them.</summary>
internal sealed class EpisodeLines(RunStore runs, PlanFiles<EpisodeOrder> plan, Ledger ledger)
{
    /// <summary>In the order of the plan, streamed; only the cost of each episode is gathered first.</summary>
    public async IAsyncEnumerable<EpisodeLine> ReadAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var costs = await ItemCosts.ReadAsync(ledger, run, cancellationToken);
        await foreach (var (item, order) in plan.JoinAsync(run, runs, cancellationToken))
        {
            yield return new EpisodeLine
            {
                RunId = run.RunId.Value,
                Index = item.Index,
                Id = item.ItemId,
                Status = item.Status,
                FailedStage = item.FailedStage,
                Error = item.Error,
                Story = order.Title,
                Result = ResultOf(item),
                CostTicks = costs.GetValueOrDefault(item.ItemId),
                Degradations = item.Degradations,
                UpdatedAt = item.UpdatedAt,
            };
        }
    }

    /// <summary>What an episode came to; null while it has not ended.</summary>
    public static EpisodeResult? ResultOf(ItemRecord item) =>
        item.ResultJson is null ? null : JsonSerializer.Deserialize<EpisodeResult>(item.ResultJson, DurableJson.Options);
}
