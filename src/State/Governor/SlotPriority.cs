namespace FunctionsPipeline.State.Governor;

/// <summary>Who goes first when all want a slot. A lower priority gets a smaller share, never nothing.</summary>
public enum SlotPriority
{
    /// <summary>The usual.</summary>
    Normal,

    /// <summary>Before the others: four times the share of normal.</summary>
    High,

    /// <summary>When there is room: a quarter of the share of normal.</summary>
    Low,
}
