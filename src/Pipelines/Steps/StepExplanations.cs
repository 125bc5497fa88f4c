using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>What a step depended on, and why it was paid for or not.</summary>
/// <param name="Step">The step.</param>
/// <param name="Repeat">Which of several times, from 0.</param>
/// <param name="TakenFrom">The run that paid for it; null when this one did.</param>
/// <param name="ChargedTicks">What this run paid for it, ticks of 1e-10 USD.</param>
/// <param name="CallId">Its ledger row.</param>
/// <param name="Inputs">All that it depended on.</param>
public sealed record StepExplanation(string Step, int Repeat, RunId? TakenFrom, long ChargedTicks, string CallId, IReadOnlyList<InputExplanation> Inputs);

/// <summary>One input, held against that of the same step in the run that this one is a fork of.</summary>
/// <param name="Name">For people.</param>
/// <param name="Shown">Its beginning.</param>
/// <param name="Change">How it differs: <c>same</c>, <c>changed</c>, <c>new</c>; null when there is nothing to hold it against.</param>
/// <param name="ShownBefore">The beginning of what it was before.</param>
public sealed record InputExplanation(string Name, string Shown, string? Change, string? ShownBefore);

/// <summary>Explains the steps of an item.</summary>
public sealed class StepExplanations(StepStore steps, Ledger ledger)
{
    /// <summary>The steps of an item, in the order of their names and repeats.</summary>
    /// <param name="run">The run.</param>
    /// <param name="item">The item.</param>
    /// <param name="step">Only this step; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<StepExplanation>> ExplainAsync(RunRecord run, ItemRecord item, string? step, CancellationToken cancellationToken)
    {
        var source = ForkOf(run);
        var explanations = new List<StepExplanation>();
        await foreach (var record in steps.ListAsync(run.RunId, item.Index, cancellationToken))
        {
            if (step is not null && record.Step != step) continue;
            var before = source is { } id ? await BeforeAsync(id, record, cancellationToken) : null;
            var call = record.TakenFrom is null ? await ledger.GetAsync(record.CallId, cancellationToken) : null;
            explanations.Add(new StepExplanation(
                record.Step, record.Repeat, record.TakenFrom, call?.ChargedTicks ?? 0, record.CallId, [.. record.Inputs.Select(input => Explain(input, before))]));
        }

        return explanations;
    }

    private static RunId? ForkOf(RunRecord run) =>
        JsonSerializer.Deserialize<SettingsOfFork>(run.SettingsJson, DurableJson.Options)?.Fork is { } fork ? RunId.Parse(fork.RunId) : null;

    /// <summary>The same step of the source: with the same key, or else of the item with the same id, or else at the same place.</summary>
    private async Task<StepRecord?> BeforeAsync(RunId source, StepRecord record, CancellationToken cancellationToken) =>
        await steps.FindAsync(source, record.Key, cancellationToken)
        ?? await steps.GetAsync(source, record.ItemIndex, record.Step, record.Repeat, cancellationToken);

    private static InputExplanation Explain(StepInput input, StepRecord? before)
    {
        if (before is null) return new InputExplanation(input.Name, input.Shown, null, null);
        return before.Inputs.FirstOrDefault(other => other.Name == input.Name) switch
        {
            null => new InputExplanation(input.Name, input.Shown, "new", null),
            var other when other.Sha256 == input.Sha256 => new InputExplanation(input.Name, input.Shown, "same", null),
            var other => new InputExplanation(input.Name, input.Shown, "changed", other.Shown),
        };
    }

    private sealed record SettingsOfFork(ForkTerms? Fork);
}
