namespace FunctionsPipeline.Analysis;

/// <summary>A picture and its halves, as the flow search reads them. Made once per frame and used for both directions.</summary>
internal sealed class FlowPyramid
{
    /// <summary>Halvings at most: 2 to the 8th shrinks any frame that is decoded below the coarsest size.</summary>
    public const int LevelsMax = 8;

    /// <summary>A level is halved again while its short side stays at or above this: two patches side by side.</summary>
    internal const int CoarsestSidePx = 16;

    public FlowPyramid(int widthPx, int heightPx)
    {
        var levels = new List<FlowPlane> { new(widthPx, heightPx) };
        while (levels.Count <= LevelsMax && Math.Min(levels[^1].WidthPx, levels[^1].HeightPx) / 2 >= CoarsestSidePx)
        {
            levels.Add(new FlowPlane(levels[^1].WidthPx / 2, levels[^1].HeightPx / 2));
        }

        Levels = [.. levels];
    }

    /// <summary>From the finest to the coarsest.</summary>
    public FlowPlane[] Levels { get; }

    /// <summary>Takes a picture, rows without gaps.</summary>
    public void Load(ReadOnlySpan<byte> pixels)
    {
        Levels[0].Load(pixels);
        for (var level = 1; level < Levels.Length; level++) Levels[level].LoadHalf(Levels[level - 1]);
    }
}
