using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>The records of items before they start, and of those that never did.</summary>
internal static class BatchItems
{
    /// <summary>The stage of an item that has not started, as <c>failedStage</c> names it.</summary>
    public const string Wait = "wait";

    public static ItemRecord Planned(RunId runId, int index, string itemId) => new()
    {
        RunId = runId,
        Index = index,
        ItemId = itemId,
        Status = ItemStatus.Pending,
    };

    /// <summary>An item that its run never started, or never wrote down.</summary>
    public static ItemRecord Unstarted(ItemRecord item, string? stopReason) => item with
    {
        Status = stopReason switch
        {
            StopReasons.Cancelled => ItemStatus.Cancelled,
            null => ItemStatus.Failed,
            _ => ItemStatus.Skipped,
        },
        FailedStage = Wait,
        Error = stopReason is null
            ? BatchErrors.NotRecorded
            : new ItemError(stopReason, $"Not started: the run was stopped ({stopReason}); no money was spent on it.", stopReason switch
            {
                StopReasons.Budget => "Raise the cap: pipeline resume --max-usd AMOUNT.",
                StopReasons.Cancelled => "pipeline retry --only cancelled runs it.",
                _ => "Mend the cause, then: pipeline retry --only skipped.",
            }, true),
    };
}
