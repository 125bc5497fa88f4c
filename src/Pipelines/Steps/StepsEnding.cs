using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>How an item of paid steps ended, to be written down.</summary>
/// <param name="Item">The item.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Stage">The step that it ended in.</param>
/// <param name="Answers">Answers that were bought or taken over.</param>
/// <param name="Degradations">What fell back to something lesser.</param>
/// <param name="Error">Why it did not succeed; null when it did.</param>
/// <param name="StopReason">Why nothing else of the run may start; null when nothing is in the way.</param>
public record StepsEnding<TSettings>(
    ItemInput<TSettings> Item,
    ItemStatus Status,
    string Stage,
    int Answers,
    IReadOnlyList<Degradation> Degradations,
    ItemError? Error,
    string? StopReason)
    where TSettings : BatchSettings
{
    /// <summary>The item's record: whoever succeeded by a fallback is degraded.</summary>
    /// <param name="resultJson">What it gave; null for nothing.</param>
    internal ItemRecord ToRecord(string? resultJson) => new()
    {
        RunId = RunId.Parse(Item.RunId),
        Index = Item.Item.Index,
        ItemId = Item.Item.ItemId,
        Status = Status == ItemStatus.Succeeded && Degradations.Count > 0 ? ItemStatus.Degraded : Status,
        FailedStage = Error is null ? null : Stage,
        Error = Error,
        Attempts = Answers,
        Degradations = Degradations,
        ResultJson = resultJson,
    };

    /// <summary>Writes the record and tells whoever watches the run.</summary>
    internal async Task<ItemOutcome> WriteAsync(PipelineServices services, ItemRecord record, CancellationToken cancellationToken)
    {
        await services.Runs.PutItemAsync(record, cancellationToken);
        services.Progress.ItemEnded(record);
        return new ItemOutcome(record.ItemId, record.Status, StopReason);
    }
}
