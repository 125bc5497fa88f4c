namespace FunctionsPipeline.Analysis;

/// <summary>
/// The size at which motion and most defects are looked for: the video halved until its long side has at most
/// <see cref="LongSideMaxPx"/> pixels. It depends on the video's size only, never on how many videos there are.
/// </summary>
public sealed class WorkingSize
{
    /// <summary>Fine enough to place a defect, coarse enough for flow at every frame.</summary>
    public const int LongSideMaxPx = 640;

    /// <summary>Works out the size for a video.</summary>
    public WorkingSize(VideoFormat format)
    {
        (WidthPx, HeightPx) = (format.WidthPx, format.HeightPx);
        while (Math.Max(WidthPx, HeightPx) > LongSideMaxPx)
        {
            (WidthPx, HeightPx) = (Math.Max(1, WidthPx / 2), Math.Max(1, HeightPx / 2));
            Halvings++;
        }

        (ChromaWidthPx, ChromaHeightPx) = (Math.Max(1, format.ChromaWidthPx >> Halvings), Math.Max(1, format.ChromaHeightPx >> Halvings));
    }

    /// <summary>How often the video is halved.</summary>
    public int Halvings { get; }

    /// <summary>Pixels of the video on a side of a working pixel.</summary>
    public int Scale => 1 << Halvings;

    /// <summary>Width of the working luma plane.</summary>
    public int WidthPx { get; }

    /// <summary>Height of the working luma plane.</summary>
    public int HeightPx { get; }

    /// <summary>Width of the working chroma planes: halved as often as luma, so about half of <see cref="WidthPx"/>.</summary>
    public int ChromaWidthPx { get; }

    /// <summary>Height of the working chroma planes.</summary>
    public int ChromaHeightPx { get; }
}
