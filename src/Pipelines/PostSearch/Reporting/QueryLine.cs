using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch.Reporting;

/// <summary>A line of <c>items.jsonl</c>: a query, how much it found, what it cost.</summary>
public sealed record QueryLine
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Position in the plan.</summary>
    public required int Index { get; init; }

    /// <summary>Id of the query.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Stage in which it failed.</summary>
    public string? FailedStage { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public ItemError? Error { get; init; }

    /// <summary>The query.</summary>
    public required string Query { get; init; }

    /// <summary>Posts on all its pages.</summary>
    public required int Posts { get; init; }

    /// <summary>Pages that were bought.</summary>
    public required int Pages { get; init; }

    /// <summary>What its calls cost, ticks of 1e-10 USD.</summary>
    public required long CostTicks { get; init; }

    /// <summary><see cref="CostTicks"/> in dollars.</summary>
    public decimal CostUsd => UsdTicks.ToUsd(CostTicks);

    /// <summary>Recorded fallbacks.</summary>
    public required IReadOnlyList<Degradation> Degradations { get; init; }

    /// <summary>Last change, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Reads the queries of a run together with what came of them.</summary>
internal sealed class QueryLines(RunStore runs, PlanFiles<SearchQuery> plan, Ledger ledger)
{
    /// <summary>In the order of the plan, streamed; only the cost of each query is gathered first.</summary>
    public async IAsyncEnumerable<QueryLine> ReadAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var costs = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var call in ledger.ListAsync(run.Project, run.RunId, null, cancellationToken))
        {
            costs[call.ItemId] = costs.GetValueOrDefault(call.ItemId) + (call.ChargedTicks ?? 0);
        }

        await foreach (var (item, query) in plan.JoinAsync(run, runs, cancellationToken))
        {
            var result = item.ResultJson is null ? null : JsonSerializer.Deserialize<PostSearchResult>(item.ResultJson, DurableJson.Options);
            yield return new QueryLine
            {
                RunId = run.RunId.Value,
                Index = item.Index,
                Id = item.ItemId,
                Status = item.Status,
                FailedStage = item.FailedStage,
                Error = item.Error,
                Query = query.Text,
                Posts = result?.Posts ?? 0,
                Pages = result?.Pages.Count ?? 0,
                CostTicks = costs.GetValueOrDefault(item.ItemId),
                Degradations = item.Degradations,
                UpdatedAt = item.UpdatedAt,
            };
        }
    }
}
