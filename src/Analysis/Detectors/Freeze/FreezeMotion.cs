using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>Motion from one frame to the next, beside a stretch that may be frozen.</summary>
/// <param name="greatest">Difference in the block that moves most, luma levels.</param>
/// <param name="blocks">The blocks that move, a bit for each.</param>
/// <param name="difference">Mean difference, luma levels.</param>
/// <param name="previous">The mean difference before it; its own where there is none.</param>
internal sealed class FreezeMotion(double greatest, ulong blocks, double difference, double previous)
{
    /// <summary>No motion worth the name; not a spike either.</summary>
    public static readonly FreezeMotion None = new(0, 0, 0, double.PositiveInfinity);

    /// <summary>Share of the blocks that moved before a freeze and move after it, of the fewer of the two.</summary>
    private const double SameBlocksMin = 0.5;

    /// <summary>Moving blocks that make the whole picture move.</summary>
    private const int WholeBlocksMin = BlockGrid.Blocks / 2;

    /// <summary>A change so many times the changes before and after it is a cut, or a jump after a freeze.</summary>
    private const double SpikeRatio = 3;

    private readonly ulong _blocks = blocks;

    /// <summary>The mean difference after it.</summary>
    public double Next { get; set; }

    public bool IsSpike => difference >= SpikeRatio * Math.Max(previous, Next);

    public bool IsWhole => BitOperations.PopCount(_blocks) >= WholeBlocksMin;

    public double Greatest { get; } = greatest;

    public bool GoesOnIn(FreezeMotion after) =>
        BitOperations.PopCount(_blocks & after._blocks)
            >= SameBlocksMin * Math.Min(BitOperations.PopCount(_blocks), BitOperations.PopCount(after._blocks));
}
