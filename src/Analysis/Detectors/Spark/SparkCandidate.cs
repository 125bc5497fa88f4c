namespace FunctionsPipeline.Analysis;

/// <summary>Something small that appeared and is followed until it is gone. Places are cells of a <see cref="SparkGrid"/>.</summary>
/// <param name="channel">The channel of the grid in which it stands out.</param>
/// <param name="reference">The greatest value near it before it appeared.</param>
/// <param name="peak">Its own value.</param>
/// <param name="strength">How far it rose, 1 being the least that counts.</param>
internal sealed class SparkCandidate(int channel, byte reference, byte peak, float strength)
{
    /// <summary>Share of its rise that must be left for it to be still there.</summary>
    private const double AliveShare = 0.5;

    /// <summary>How much more one thing may stand out in one place than in the next.</summary>
    private const double LikeRatio = 2.5;

    public int Channel { get; } = channel;

    public float Strength { get; } = strength;

    public int X { get; set; }

    public int Y { get; set; }

    public int Left { get; set; }

    public int Top { get; set; }

    public int Right { get; set; }

    public int Bottom { get; set; }

    /// <summary>True for a part of something larger, which is no spark; what vanishes near by may have become it.</summary>
    public bool IsPart { get; init; }

    /// <summary>How far it moves from frame to frame, as far as is known.</summary>
    public double SpeedX { get; set; }

    /// <summary>How far it moves from frame to frame, as far as is known.</summary>
    public double SpeedY { get; set; }

    public double StartSeconds { get; set; }

    /// <summary>Frames in which it was seen again.</summary>
    public int Followed { get; set; }

    /// <summary>The one that vanished near by when this one appeared and may be the same thing in fast motion.</summary>
    public SparkCandidate? Before { get; set; }

    /// <summary>True once it has moved on as it was expected to: a thing that moves is no spark.</summary>
    public bool IsMoving { get; set; }

    /// <summary>Looks for it in a frame and moves to where it is.</summary>
    /// <returns>False when it is gone.</returns>
    public bool Follow(SparkGrid grid)
    {
        var (expectedX, expectedY) = ((int)Math.Round(X + SpeedX), (int)Math.Round(Y + SpeedY));
        var peaks = grid.Peaks(Channel);
        var (bestX, bestY, greatest) = (-1, -1, -1);
        for (var y = Math.Max(0, expectedY - grid.ReachCells); y <= Math.Min(grid.Rows - 1, expectedY + grid.ReachCells); y++)
        {
            for (var x = Math.Max(0, expectedX - grid.ReachCells); x <= Math.Min(grid.Columns - 1, expectedX + grid.ReachCells); x++)
            {
                if (peaks[y * grid.Columns + x] <= greatest) continue;
                (bestX, bestY, greatest) = (x, y, peaks[y * grid.Columns + x]);
            }
        }

        if (greatest < reference + AliveShare * (peak - reference)) return false;
        Followed++;
        (SpeedX, SpeedY) = ((SpeedX + bestX - X) / 2, (SpeedY + bestY - Y) / 2);
        (X, Y) = (bestX, bestY);
        (Left, Top, Right, Bottom) = (Math.Min(Left, X), Math.Min(Top, Y), Math.Max(Right, X), Math.Max(Bottom, Y));
        return true;
    }

    /// <summary>True when another one stands out about as much: how much depends on what is behind it.</summary>
    public bool IsLike(SparkCandidate other) => Strength <= LikeRatio * other.Strength && other.Strength <= LikeRatio * Strength;
}
