namespace FunctionsPipeline.Analysis;

/// <summary>A video that wants a device.</summary>
/// <param name="Name">Its name in <see cref="DeviceUse.Running"/>: the item, or the file.</param>
/// <param name="Bytes">Device memory that it takes at most, at least 0.</param>
public sealed record DeviceJob(string Name, long Bytes)
{
    /// <summary>Full-size frames held at once: the one that is looked at and the one before.</summary>
    private const int FramesHeld = 2;

    /// <summary>
    /// Bytes for each pixel of the working size: two frames with their pyramids, flows of two floats in both directions, masks and the
    /// prediction. Rounded up from about 70.
    /// </summary>
    private const int BytesPerWorkingPixel = 128;

    /// <summary>What detectors keep, whatever the size.</summary>
    private const int FixedBytes = 16 << 20;

    /// <summary>A job for a video of this format.</summary>
    public static DeviceJob For(string name, VideoFormat format)
    {
        var working = new WorkingSize(format);
        return new DeviceJob(name, (long)FramesHeld * format.FrameBytes + (long)BytesPerWorkingPixel * working.WidthPx * working.HeightPx + FixedBytes);
    }
}
