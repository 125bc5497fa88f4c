using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>Leaves the recipe for its last step.</summary>
internal sealed class ItemStoppedException(ItemStatus status, ItemError error, string? stopReason = null) : Exception(error.Message)
{
    public ItemStatus Status { get; } = status;

    public ItemError Error { get; } = error;

    public string? StopReason { get; } = stopReason;
}
