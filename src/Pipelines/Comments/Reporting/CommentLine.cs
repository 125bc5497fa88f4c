using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments.Reporting;

/// <summary>A line of <c>items.jsonl</c>: a post, what was suggested, what it cost.</summary>
public sealed record CommentLine
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Position in the plan.</summary>
    public required int Index { get; init; }

    /// <summary>Id of the post.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Stage in which it failed.</summary>
    public string? FailedStage { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public ItemError? Error { get; init; }

    /// <summary>What the post says.</summary>
    public required string Text { get; init; }

    /// <summary>Handle of its author.</summary>
    public string? Author { get; init; }

    /// <summary>Where it can be read.</summary>
    public string? Url { get; init; }

    /// <summary>How much a reply would add, 0 to 1; null without a gate.</summary>
    public double? GateScore { get; init; }

    /// <summary>Why.</summary>
    public string? GateReason { get; init; }

    /// <summary>What was suggested.</summary>
    public required IReadOnlyList<Suggested> Suggestions { get; init; }

    /// <summary>What its calls cost, ticks of 1e-10 USD.</summary>
    public required long CostTicks { get; init; }

    /// <summary><see cref="CostTicks"/> in dollars.</summary>
    public decimal CostUsd => UsdTicks.ToUsd(CostTicks);

    /// <summary>Recorded fallbacks.</summary>
    public required IReadOnlyList<Degradation> Degradations { get; init; }

    /// <summary>Last change, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Reads the posts of a run together with what came of them.</summary>
internal sealed class CommentLines(RunStore runs, PlanFiles<Candidate> plan, Ledger ledger)
{
    /// <summary>In the order of the plan, streamed; only the cost of each post is gathered first.</summary>
    public async IAsyncEnumerable<CommentLine> ReadAsync(RunRecord run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var costs = await ItemCosts.ReadAsync(ledger, run, cancellationToken);
        await foreach (var (item, candidate) in plan.JoinAsync(run, runs, cancellationToken))
        {
            var result = item.ResultJson is null ? null : JsonSerializer.Deserialize<CommentResult>(item.ResultJson, DurableJson.Options);
            yield return new CommentLine
            {
                RunId = run.RunId.Value,
                Index = item.Index,
                Id = item.ItemId,
                Status = item.Status,
                FailedStage = item.FailedStage,
                Error = item.Error,
                Text = candidate.Text,
                Author = candidate.Author,
                Url = candidate.Url,
                GateScore = result?.Gate?.Score,
                GateReason = result?.Gate?.Reason,
                Suggestions = result?.Suggestions ?? [],
                CostTicks = costs.GetValueOrDefault(item.ItemId),
                Degradations = item.Degradations,
                UpdatedAt = item.UpdatedAt,
            };
        }
    }
}
