using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>The spec's priorities in the governor's words.</summary>
internal static class ItemPriorities
{
    public static SlotPriority ToSlotPriority(this ItemPriority priority) => priority switch
    {
        ItemPriority.High => SlotPriority.High,
        ItemPriority.Low => SlotPriority.Low,
        _ => SlotPriority.Normal,
    };
}
