namespace FunctionsPipeline.Analysis;

/// <summary>
/// A dense flow in memory: what is at (x, y) in one picture lies at (x + X, y + Y) in the other, in pixels of the working size.
/// </summary>
public sealed class FlowField
{
    /// <summary>Makes a flow of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public FlowField(int widthPx, int heightPx)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        (WidthPx, HeightPx) = (widthPx, heightPx);
        X = new float[checked(widthPx * heightPx)];
        Y = new float[widthPx * heightPx];
    }

    /// <summary>Pixels in a row.</summary>
    public int WidthPx { get; }

    /// <summary>Rows.</summary>
    public int HeightPx { get; }

    /// <summary>To the right, row by row without gaps.</summary>
    public float[] X { get; }

    /// <summary>Downwards, row by row without gaps.</summary>
    public float[] Y { get; }
}
