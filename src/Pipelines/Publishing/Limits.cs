namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Bounds, each with its reason.</summary>
internal static class Limits
{
    /// <summary>A thumbnail that is read into memory. Ten times what YouTube is sure to take.</summary>
    public const int ThumbnailBytesMax = 20 << 20;

    /// <summary>Days ahead that are searched for a free slot: two years of one a day.</summary>
    public const int SlotDaysMax = 730;
}
