using System.Runtime.CompilerServices;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images.Reporting;

/// <summary>A line of <c>items.jsonl</c>: a prompt, what came of it, what it cost.</summary>
public sealed record ImageLine
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Position in the plan.</summary>
    public required int Index { get; init; }

    /// <summary>Id of the prompt.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Stage in which it failed.</summary>
    public string? FailedStage { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public ItemError? Error { get; init; }

    /// <summary>The prompt as it was given.</summary>
    public required string Prompt { get; init; }

    /// <summary>The prompt of the chosen image.</summary>
    public string? ChosenPrompt { get; init; }

    /// <summary>Number of the chosen image.</summary>
    public int? Chosen { get; init; }

    /// <summary>Its file, in the run's folder.</summary>
    public string? Image { get; init; }

    /// <summary>Its mean score, 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>Mean score of the first image.</summary>
    public double? FirstScore { get; init; }

    /// <summary>Images that were judged.</summary>
    public required int Images { get; init; }

    /// <summary>Scores of them.</summary>
    public required int Scores { get; init; }

    /// <summary>Why no further image was made.</summary>
    public IterationStop? Stop { get; init; }

    /// <summary>What was gained over the first image, and for how much.</summary>
    public IterationGain? Gain { get; init; }

    /// <summary>What its calls cost in this run, ticks of 1e-10 USD.</summary>
    public required long CostTicks { get; init; }

    /// <summary><see cref="CostTicks"/> in dollars.</summary>
    public decimal CostUsd => UsdTicks.ToUsd(CostTicks);

    /// <summary>Recorded fallbacks.</summary>
    public required IReadOnlyList<Degradation> Degradations { get; init; }

    /// <summary>Last change, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Reads the prompts of a run together with what came of them.</summary>
internal sealed class ImageLines(RunStore runs, PlanFiles<ImagePrompt> plan, IBlobStore blobs, Ledger ledger)
{
    /// <summary>In the order of the plan, streamed; only the cost of each prompt is gathered first.</summary>
    public async IAsyncEnumerable<(ImageLine Line, ImageSummary? Summary)> ReadAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var costs = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var call in ledger.ListAsync(run.Project, run.RunId, null, cancellationToken))
        {
            costs[call.ItemId] = costs.GetValueOrDefault(call.ItemId) + (call.ChargedTicks ?? 0);
        }

        await foreach (var (item, prompt) in plan.JoinAsync(run, runs, cancellationToken))
        {
            var summary = await ResultFolder.ReadAsync(blobs, run.RunId.Value, item.ItemId, cancellationToken);
            yield return (LineOf(run, item, prompt, summary, costs.GetValueOrDefault(item.ItemId)), summary);
        }
    }

    /// <summary>The lines alone.</summary>
    public async IAsyncEnumerable<ImageLine> LinesAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (line, _) in ReadAsync(run, cancellationToken)) yield return line;
    }

    private static ImageLine LineOf(RunRecord run, ItemRecord item, ImagePrompt prompt, ImageSummary? summary, long costTicks)
    {
        var chosen = summary?.Images.FirstOrDefault(image => image.Iteration == summary.Chosen);
        return new ImageLine
        {
            RunId = run.RunId.Value,
            Index = item.Index,
            Id = item.ItemId,
            Status = item.Status,
            FailedStage = item.FailedStage,
            Error = item.Error,
            Prompt = prompt.Prompt,
            ChosenPrompt = chosen?.Prompt,
            Chosen = chosen?.Iteration,
            Image = chosen is null ? null : $"results/{item.ItemId}/{chosen.File}",
            Score = chosen?.MeanScore,
            FirstScore = summary?.Images[0].MeanScore,
            Images = summary?.Images.Count ?? 0,
            Scores = summary?.Images.Sum(image => image.Scores) ?? 0,
            Stop = summary?.Stop,
            Gain = summary?.Gain,
            CostTicks = costTicks,
            Degradations = item.Degradations,
            UpdatedAt = item.UpdatedAt,
        };
    }
}
